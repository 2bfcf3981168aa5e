package lastgood.server.soak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lastgood.server.soak.client.Load.Pace;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final List<Row> ROWS =
            IntStream.range(0, 3)
                    .mapToObj(i -> new Row(i, new float[0], 0, new byte[] {'{', '}'}))
                    .toList();

    @Test
    void everyClientIsHeardAndNothingIsHeardAfterwards() throws Exception {
        var heard = List.of(new Count(20), new Count(20), new Count(20));
        try (var server = new FakeServer(call -> FakeServer.answer(call, 200, Map.of(), "{}"))) {
            try (var _ = Load.start(server.address(), "wine", ROWS, new Pace(3, 3_000), heard)) {
                for (var count : heard) {
                    assertThat(count.enough.await(20, TimeUnit.SECONDS)).isTrue();
                }
            }
            var after = heard.stream().map(c -> c.answers.get()).toList();
            assertThat(heard.stream().map(c -> c.answers.get()).toList()).isEqualTo(after);
            assertThat(heard).allSatisfy(c -> assertThat(c.failures).hasValue(0));
        }
    }

    @Test
    void aServerThatIsGoneIsAFailureEachTime() throws Exception {
        var gone = new FakeServer(call -> FakeServer.answer(call, 200, Map.of(), "{}"));
        var address = gone.address();
        gone.close();
        var count = new Count(1);
        try (var _ = Load.start(address, "wine", ROWS, new Pace(1, 1_000), List.of(count))) {
            Patience.until("two failures", Duration.ofSeconds(20), () -> count.failures.get() >= 2);
        }
        assertThat(count.answers).hasValue(0);
    }

    @Test
    void whatAnEarThrowsIsNotLost() throws IOException {
        try (var server = new FakeServer(call -> FakeServer.answer(call, 200, Map.of(), "{}"))) {
            var thrown = new CountDownLatch(1);
            var load =
                    Load.start(
                            server.address(),
                            "wine",
                            ROWS,
                            new Pace(1, 1_000),
                            List.of(
                                    new Load.Ear() {
                                        @Override
                                        public void answered(Row row, Answer answer) {
                                            thrown.countDown();
                                            throw new IllegalStateException("cannot be");
                                        }

                                        @Override
                                        public void failed(Row row, long at, IOException why) {}
                                    }));
            assertThat(wait(thrown)).isTrue();
            assertThatThrownBy(load::close).hasMessage("cannot be");
        }
    }

    private static boolean wait(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Count implements Load.Ear {
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final CountDownLatch enough;

        Count(int enough) {
            this.enough = new CountDownLatch(enough);
        }

        @Override
        public void answered(Row row, Answer answer) {
            answers.incrementAndGet();
            enough.countDown();
        }

        @Override
        public void failed(Row row, long at, IOException why) {
            failures.incrementAndGet();
        }
    }
}
