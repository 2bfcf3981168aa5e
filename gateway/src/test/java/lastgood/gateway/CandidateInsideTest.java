package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import lastgood.core.rollout.Isolation;
import lastgood.core.rollout.Route;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

/// A candidate that runs inside the gateway, on threads of its own.
class CandidateInsideTest extends CandidateContract {

    @Override
    Isolation isolation() {
        return Isolation.INLINE;
    }

    @Override
    void awaitFree() {
        Patience.until("it answers", () -> release(house.infer("two", House.x(0, 0))).equals("r2"));
    }

    @Test
    void aFullPoolCountsAsATimeOutAndLiveAnswersAtOnce() {
        try (var narrow = new House(s -> s.candidateThreads = 1)) {
            var r1 = ready(narrow, narrow.drafts.of("two", 1, "models/times2.onnx"));
            var r2 =
                    ready(
                            narrow,
                            narrow.drafts
                                    .of("two", 2, "models/hang.onnx")
                                    .timeout(Duration.ofSeconds(4)));
            narrow.tryOut(r1, r2, 1, House.watch(1, 0, SLOW));

            var answers = new ArrayList<CompletableFuture<Duration>>();
            for (int i = 0; i < 300; i++) {
                answers.add(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    long began = System.nanoTime();
                                    assertThat(release(narrow.infer("two", House.x(1e9, 1))))
                                            .isEqualTo("r1");
                                    return Duration.ofNanos(System.nanoTime() - began);
                                },
                                Thread::startVirtualThread));
            }
            var times = answers.stream().map(CompletableFuture::join).sorted().toList();

            assertThat(times.getFirst()).as("no room: at once").isLessThan(Duration.ofSeconds(1));
            assertThat(times.getLast()).as("given up in time").isLessThan(Duration.ofSeconds(4));
            var veto = narrow.vetoes.of(TWO);
            assertThat(veto).containsExactly(new Route.Veto(1, r2.id().digest()));
        }
    }
}
