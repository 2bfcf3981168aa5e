package lastgood.core.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Long walks through requests, answers, failures and looks in any order, with requests that end late.
///
/// A failure names its seed; `-Dseed=…` walks that one alone.
class FleetWalkTest {
    private static final int STEPS = 2_000;

    private record Request(int address, long term) {}

    @Test
    void nobodyIsBackWithoutAnAnswerOfItsTermAndNobodyIsTriedTwiceAtOnce() {
        seeds().forEach(seed -> new Walk(seed).go());
    }

    private static LongStream seeds() {
        var asked = Long.getLong("seed");
        return asked == null ? LongStream.range(0, 200) : LongStream.of(asked);
    }

    private static final class Walk {
        private final long seed;
        private final Random random;
        private final List<Request> underWay = new ArrayList<>();
        private Fleet fleet;
        private long now;

        private Walk(long seed) {
            this.seed = seed;
            random = new Random(seed);
            now = random.nextLong(); // a clock may begin anywhere, also just before it turns over
            fleet =
                    new Fleet(
                            Collections.nCopies(1 + random.nextInt(5), Circuit.closed(now)),
                            Limits.USUAL);
        }

        private void go() {
            double unwell = random.nextDouble();
            for (int step = 0; step < STEPS; step++) {
                now += random.nextLong(400_000_000L);
                var before = fleet;
                int address = random.nextInt(fleet.size());
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> ask(address);
                    case 4 -> look(address, before);
                    default -> end(unwell, before);
                }
                holds();
            }
        }

        private void ask(int address) {
            if (fleet.takes(address)) {
                underWay.add(new Request(address, fleet.term(address)));
                fleet = fleet.asked(address);
            }
        }

        private void look(int address, Fleet before) {
            boolean ready = random.nextBoolean();
            fleet = fleet.looked(address, fleet.term(address), ready, now);
            assertThat(fleet.isOut(address)).as(again()).isEqualTo(before.isOut(address));
            if (before.circuits().get(address) instanceof Circuit.Open rested
                    && fleet.circuits().get(address) instanceof Circuit.Open rests) {
                var limits = fleet.limits();
                assertThat(rests.until() - now)
                        .as(again())
                        .isBetween(limits.firstPause().toNanos(), limits.longestPause().toNanos())
                        .isGreaterThanOrEqualTo(limits.pause(rested.opened()));
            }
        }

        private void end(double unwell, Fleet before) {
            if (underWay.isEmpty()) {
                return;
            }
            var request = underWay.remove(random.nextInt(underWay.size()));
            int at = request.address();
            boolean current = request.term() == before.term(at);
            if (random.nextInt(20) == 0) {
                fleet = fleet.forgotten(at, request.term());
                assertThat(fleet.isOut(at)).as(again()).isEqualTo(before.isOut(at));
            } else if (random.nextDouble() < unwell) {
                var cause = random.nextBoolean() ? Cause.AWAY : Cause.FAILING;
                fleet = fleet.failed(at, request.term(), cause, now);
                assertThat(before.isOut(at) && !fleet.isOut(at)).as(again()).isFalse();
            } else {
                fleet = fleet.answered(at, request.term(), now);
                boolean back = before.isOut(at) && !fleet.isOut(at);
                assertThat(back).as(again()).isEqualTo(before.isOut(at) && current);
            }
            if (!current) {
                assertThat(fleet).as(again()).isEqualTo(before);
            }
        }

        private void holds() {
            for (int i = 0; i < fleet.size(); i++) {
                int address = i;
                if (fleet.circuits().get(i) instanceof Circuit.Trial trial) {
                    long tried =
                            underWay.stream()
                                    .filter(r -> r.address() == address && r.term() == trial.term())
                                    .count();
                    assertThat(tried).as(again()).isEqualTo(trial.underWay() ? 1 : 0);
                }
            }
            var all = IntStream.range(0, fleet.size()).boxed().toList();
            boolean isOneWell = all.stream().anyMatch(i -> !fleet.isOut(i));
            long refusedThoughThere =
                    all.stream()
                            .filter(i ->
                                    fleet.circuits().get(i) instanceof Circuit.Open open
                                            && open.cause() == Cause.FAILING
                                            && !fleet.takes(i))
                            .count();
            if (isOneWell) {
                assertThat(refusedThoughThere).as(again()).isLessThanOrEqualTo(fleet.mostOut());
            }
            if (all.stream().allMatch(i -> fleet.circuits().get(i) instanceof Circuit.Open)) {
                assertThat(all).as(again()).noneMatch(fleet::takes);
                assertThat(fleet.nextLook()).as(again()).isPresent();
            }
        }

        private String again() {
            return "./dev test FleetWalkTest -Dseed=" + seed;
        }
    }
}
