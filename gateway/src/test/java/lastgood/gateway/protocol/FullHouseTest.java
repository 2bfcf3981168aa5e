package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import lastgood.core.release.Release;
import lastgood.gateway.House;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What requests hold together is bounded, by what it really takes and not by the bytes that came.
class FullHouseTest {
    private static final long HELD = 8 << 20;
    private static final int ROUNDS = 10;
    private static final int CALLERS = 20;

    private final House house = new House(s -> s.held = HELD);

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aRequestWhoseValuesCouldNeverFitIsTooLarge() {
        house.settle(texts(1));

        var response = house.infer("texts", words(200_000));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
        assertThat(response.body()).contains("LG-1403", "8388608 bytes", "send fewer rows");
        assertThat(house.infer("texts", words(10)).statusCode()).isEqualTo(200);
    }

    /// The body of the one that hangs has been forgotten, its values have not.
    @Test
    void aRequestForWhichThereIsNoRoomNowIsToldToComeAgain() {
        tryHanging(Duration.ofSeconds(4));

        var refused = refusedWhileOneHangs();

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body()).contains("LG-1304", "try again");
    }

    /// What another one is told while one hangs that is answered in the end. Two that are read at the same moment may
    /// both be refused; then it is tried again.
    private HttpResponse<String> refusedWhileOneHangs() {
        for (int round = 0; round < ROUNDS; round++) {
            var hanging = CompletableFuture.supplyAsync(() -> house.infer("two", rows(1e9)));
            var other = house.infer("two", rows(0));
            while (other.statusCode() == 200 && !hanging.isDone()) {
                other = house.infer("two", rows(0));
            }
            var small = house.infer("two", House.x(0, 0)).statusCode();
            assertThat(small).as("a small one").isEqualTo(200);
            int answered = hanging.join().statusCode();
            if (other.statusCode() != 200 && answered != 503) {
                assertThat(answered).as("the one that hung").isEqualTo(200);
                return other;
            }
        }
        throw new AssertionError("nobody was refused while one hung, in " + ROUNDS + " rounds");
    }

    /// A call that was given up still reads its values: what they take is free once it has really come back.
    @Test
    void whatWasTakenIsGivenBackOnEveryPath() {
        tryHanging(Duration.ofMillis(200));

        for (int i = 0; i < 6; i++) {
            Patience.until(
                    "it is given up, and answered by live",
                    () -> house.infer("two", rows(1e9)).statusCode() == 200);
            assertThat(answers(rows(0))).as("answered").contains(200);
            assertThat(answers(rows(0).replace("FP32", "INT8"))).as("of no type").contains(400);
            assertThat(answers(rows(0).replace("]}]}", "}]}"))).as("no JSON").contains(400);
        }
    }

    /// What was answered stands in memory until it is read; each caller's socket takes the first few megabytes of it.
    @Test
    void answersThatNobodyReadsAreBounded() throws IOException {
        var callers = new ArrayList<RawSocket>();
        try (var wide = new House(s -> s.held = 4 * HELD)) {
            wide.settle(wide.ready(wide.drafts.of("two", 1, "models/times2.onnx")));
            var body = House.x(new double[1_000_000]);
            var heads = new ArrayList<String>();
            while (heads.size() < CALLERS && heads.stream().noneMatch(h -> h.contains(" 503 "))) {
                var caller = RawSocket.narrow(wide.gateway.address());
                callers.add(caller);
                heads.add(caller.send(RawSocket.infer("two", body)).head());
            }
            assertThat(heads.getFirst()).startsWith("HTTP/1.1 200");
            assertThat(heads.getLast()).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
            for (var caller : callers) {
                caller.close();
            }
            Patience.until(
                    "there is room again", () -> wide.infer("two", body).statusCode() == 200);
        }
    }

    private List<Integer> answers(String body) {
        Patience.until("there is room", () -> house.infer("two", body).statusCode() != 503);
        return List.of(house.infer("two", body)).stream().map(HttpResponse::statusCode).toList();
    }

    private void tryHanging(Duration timeout) {
        var live = house.ready(house.drafts.of("two", 1, "models/times2.onnx"));
        var hanging = house.ready(house.drafts.of("two", 2, "models/hang.onnx").timeout(timeout));
        house.tryOut(live, hanging, 1, House.watch(1, 0));
    }

    private Release texts(int number) {
        return house.ready(house.drafts.of("texts", number, "models/texts.onnx"));
    }

    private static String words(int many) {
        return """
        {"inputs":[{"name":"X","shape":[%d],"datatype":"BYTES","data":[%s"a"]}]}\
        """
                .formatted(many, "\"a\",".repeat(many - 1));
    }

    /// Half of what may be held, and more while it is read.
    private static String rows(double value) {
        int many = 1 << 19;
        return """
        {"inputs":[{"name":"X","shape":[%d,2],"datatype":"FP32","data":[%s%s]}]}\
        """
                .formatted(many / 2, "0,".repeat(many - 1), value);
    }
}
