package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.core.release.Release;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

/// Switching under load: nobody notices, and no answer mixes two releases.
class FlipTest {
    private static final int CALLERS = 4;

    @Test
    void tenThousandSwitchesUnderLoadFailNobody() {
        try (var house = new House()) {
            var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
            var r2 = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
            house.settle(r1);

            var load = new Load(house);
            for (int i = 0; i < 10_000; i++) {
                house.settle(i % 2 == 0 ? r2 : r1);
                load.awaitAnotherAnswer();
            }
            load.end();

            assertThat(load.wrong).isEmpty();
            assertThat(load.answers.get()).isGreaterThanOrEqualTo(10_000);
        }
    }

    /// A session closed under a call would end this whole process.
    @Test
    void releasesThatAreLetGoOfUnderLoadAnswerTheirLastRequestsFirst() {
        try (var house = new House()) {
            var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
            house.settle(r1);

            var load = new Load(house);
            for (int i = 2; i < 1_500; i++) {
                var next =
                        house.ready(
                                house.drafts.of(
                                        "two",
                                        i,
                                        i % 2 == 0 ? "models/times3.onnx" : "models/times2.onnx"));
                house.settle(next);
                house.gateway.standby().keep(next.service(), Set.of(next.id()));
                assertThat(house.gateway.stats().loaded()).isEqualTo(1);
            }
            load.end();

            assertThat(load.wrong).isEmpty();
        }
    }

    @Test
    void candidatesThatComeAndGoUnderLoadFailNobody() {
        try (var house = new House()) {
            var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
            house.settle(r1);

            var load = new Load(house);
            for (int i = 1; i < 300; i++) {
                Release candidate =
                        house.ready(house.drafts.of("two", 2 * i, "models/times3.onnx"));
                house.tryOut(r1, candidate, .5, House.watch(i, 0));
                house.prove(candidate, java.util.Optional.of(r1), House.watch(i, 1));
                house.settle(r1);
                house.gateway.standby().keep(r1.service(), Set.of(r1.id()));
            }
            load.end();

            assertThat(load.wrong).isEmpty();
            assertThat(house.gateway.stats().errors()).isZero();
        }
    }

    /// Callers who never pause and hold every answer against the release it names: an odd one doubles, an even one trebles.
    private static final class Load {
        private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        private final AtomicLong answers = new AtomicLong();
        private final AtomicBoolean ending = new AtomicBoolean();
        private final CountDownLatch ended = new CountDownLatch(CALLERS);
        private final House house;

        Load(House house) {
            this.house = house;
            var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
            for (int c = 0; c < CALLERS; c++) {
                threads.execute(this::call);
            }
        }

        void awaitAnotherAnswer() {
            long before = answers.get();
            Patience.until(
                    "another is answered",
                    () -> answers.get() > before || ended.getCount() < CALLERS);
        }

        void end() {
            ending.set(true);
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void call() {
            try (var client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                var request =
                        HttpRequest.newBuilder(house.uri("/v2/models/two/infer"))
                                .POST(HttpRequest.BodyPublishers.ofString(House.x(1, 2)))
                                .build();
                while (!ending.get()) {
                    check(client.send(request, HttpResponse.BodyHandlers.ofString()));
                }
            } catch (Exception e) {
                wrong.add(e.toString());
            } finally {
                ended.countDown();
            }
        }

        private void check(HttpResponse<String> response) {
            answers.incrementAndGet();
            var named = response.headers().firstValue("Lastgood-Release").orElse("r0").substring(1);
            int factor = Integer.parseInt(named) % 2 == 0 ? 3 : 2;
            var expected =
                    List.of(
                            "\"model_version\":\"r" + named + "\"",
                            "\"data\":[" + factor + ".0," + 2 * factor + ".0]");
            if (response.statusCode() != 200
                    || !expected.stream().allMatch(response.body()::contains)) {
                wrong.add(response.statusCode() + " " + named + " " + response.body());
            }
        }
    }
}
