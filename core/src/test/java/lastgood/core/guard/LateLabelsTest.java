package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import lastgood.core.guard.Tally.KeyMap;
import lastgood.core.prediction.Arm;
import org.junit.jupiter.api.Test;

/// Labels that come in quite another order than the answers, of users who come again and are wrongly answered again: what
/// counts as a user's first answer may change with each label, and may not be taken for chance.
class LateLabelsTest {
    private static final List<Double> SHARES = List.of(.1, .3, .6, 1.0);
    private static final int USERS = 800;
    private static final int LOOKS = 24;
    private static final double ALPHA = .05;
    private static final int WORLDS = 400;
    private static final long SEED = 11;

    @Test
    void anEqualCandidateIsSafeAtARatioOfOne() {
        assertThat(
                        falseTrips(tally ->
                                new RatioBet(1)
                                        .weigh(
                                                Units.first(tally, SHARES),
                                                Units.untilBad(tally, SHARES))
                                        .broken()))
                .isLessThanOrEqualTo(ALPHA + 2 * noise());
    }

    @Test
    void anEqualCandidateIsSafeAtAMarginOfNothing() {
        assertThat(
                        falseTrips(tally ->
                                new MarginBet(0)
                                        .weigh(
                                                Units.first(tally, SHARES),
                                                Units.untilBad(tally, SHARES))
                                        .broken()))
                .isLessThanOrEqualTo(ALPHA + 2 * noise());
    }

    private static double noise() {
        return Math.sqrt(ALPHA * (1 - ALPHA) / WORLDS);
    }

    private static double falseTrips(ToDoubleFunction<Tally> logE) {
        int trips = 0;
        for (int i = 0; i < WORLDS; i++) {
            trips += trips(new SplittableRandom(SEED + i), logE) ? 1 : 0;
        }
        return (double) trips / WORLDS;
    }

    /// @param answered and `labelled` in parts of the rollout's time, which ends at 1
    private record Request(Place place, int slot, boolean bad, double answered, double labelled) {}

    private static boolean trips(SplittableRandom random, ToDoubleFunction<Tally> logE) {
        var requests = new ArrayList<Request>();
        for (int user = 0; user < USERS; user++) {
            addUser(random, requests);
        }
        requests.sort(java.util.Comparator.comparingDouble(Request::answered));
        for (int look = 1; look <= LOOKS; look++) {
            if (logE.applyAsDouble(known(requests, 2.0 * look / LOOKS)) >= -Math.log(ALPHA)) {
                return true;
            }
        }
        return false;
    }

    /// One in five users is mostly answered wrongly, by either release; wrong answers are labelled sooner than right ones.
    private static void addUser(SplittableRandom random, List<Request> requests) {
        double side = random.nextDouble();
        int slot = random.nextInt(KeyMap.SLOTS);
        double wrong = random.nextInt(5) == 0 ? .6 : .02;
        do {
            double at = random.nextDouble();
            int step = (int) (at * (SHARES.size() - 1));
            var arm = side < SHARES.get(step) ? Arm.CANDIDATE : Arm.LIVE;
            boolean bad = random.nextDouble() < wrong;
            double delay = -Math.log(1 - random.nextDouble()) * (bad ? .3 : .6);
            requests.add(new Request(new Place(step, arm), slot, bad, at, at + delay));
        } while (random.nextDouble() < .8);
    }

    /// What is labelled by then, in the order of the answers.
    private static Tally known(List<Request> requests, double now) {
        Map<Place, Slots> keys = new HashMap<>();
        for (var request : requests) {
            if (request.labelled() <= now) {
                keys.computeIfAbsent(request.place(), _ -> new Slots())
                        .count(request.slot(), request.bad());
            }
        }
        var maps = new TreeMap<Place, KeyMap>();
        keys.forEach((place, slots) -> maps.put(place, slots.map()));
        return new Tally(new TreeMap<>(), maps);
    }
}
