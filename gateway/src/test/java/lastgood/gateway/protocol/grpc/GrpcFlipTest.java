package lastgood.gateway.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.gateway.House;
import lastgood.gateway.protocol.grpc.client.ModelInferResponse;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

/// Switches under load that nobody notices, with callers of both protocols on the same loops.
class GrpcFlipTest {
    private static final int SWITCHES = 2_000;
    private static final int CALLERS = 8;

    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(CALLERS + 1);

    @Test
    void switchesUnderLoadOfBothProtocolsFailNobodyAndMixNothing() throws InterruptedException {
        try (var house = new House();
                var caller = new GrpcCaller(house.gateway.grpcAddress())) {
            var r1 = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
            var r2 = house.ready(house.drafts.of("two", 2, "models/times3.onnx"));
            house.settle(r1);
            for (int i = 0; i < CALLERS; i++) {
                ask(caller);
            }
            Thread.ofVirtual().start(() -> askOverHttp(house));

            for (int i = 0; i < SWITCHES && wrong.isEmpty(); i++) {
                long before = answers.get();
                house.settle(i % 2 == 0 ? r2 : r1);
                Patience.until(
                        "another is answered", () -> answers.get() > before || !wrong.isEmpty());
            }
            ending.set(true);
            ended.await();

            assertThat(wrong).isEmpty();
            assertThat(answers.get()).isGreaterThanOrEqualTo(SWITCHES);
            assertThat(house.gateway.stats().errors()).isZero();
        }
    }

    /// Asks again as soon as it is answered.
    private void ask(GrpcCaller caller) {
        if (ending.get()) {
            ended.countDown();
            return;
        }
        var _ =
                caller.start(Requests.x("two", 1, 2), CallOptions.DEFAULT)
                        .thenAccept(said -> {
                            check(said);
                            ask(caller);
                        });
    }

    private void check(GrpcCaller.Said<ModelInferResponse> said) {
        answers.incrementAndGet();
        var named = said.beside("lastgood-release");
        float factor = named.equals("r2") ? 3 : 2;
        boolean right =
                said.message()
                        .filter(m -> m.getModelVersion().equals(named))
                        .map(m -> m.getOutputs(0).getContents().getFp32ContentsList())
                        .filter(y -> y.get(0) == factor && y.get(1) == 2 * factor)
                        .isPresent();
        if (!right) {
            wrong.add(named + " " + said.status() + " " + said.message());
        }
    }

    private void askOverHttp(House house) {
        try {
            while (!ending.get()) {
                var response = house.infer("two", House.x(1, 2));
                if (response.statusCode() != 200) {
                    wrong.add(response.body());
                }
            }
        } finally {
            ended.countDown();
        }
    }
}
