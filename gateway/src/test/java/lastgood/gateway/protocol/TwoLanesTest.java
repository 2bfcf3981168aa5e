package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests are answered alike whichever way they are read, by [UsualLane] or by the HTTP decoder, and never as other requests
/// than they are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoLanesTest {
    private static final String SEED = "lastgood.lanes.seed";

    /// Answered, and it makes its connection the decoder's.
    private static final String UNUSUAL = "HEAD /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final String INFER = "POST /v2/models/two/infer HTTP/1.1\r\nHost: x\r\n";
    private static final String LIVE = "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    /// Asks for the end of the connection, so that a caller can read until there is nothing more.
    private static final String LAST =
            "GET /v2/health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private final House house = new House();

    @BeforeAll
    void serve() {
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
    }

    @AfterAll
    void close() {
        house.close();
    }

    static Stream<String> requests() {
        var body = House.x(1, 2);
        return Stream.of(
                LIVE,
                infer(body),
                infer(body) + infer(House.x(3, 4)) + LIVE,
                infer("{") + infer(body),
                infer("") + infer(body),
                INFER
                        + "Content-Length: "
                        + body.length()
                        + "\r\nConnection: close\r\n\r\n"
                        + body
                        + LIVE,
                INFER
                        + "Lastgood-Key: k\u00fc\r\nAccept-Encoding: gzip\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body,
                "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + LIVE,
                "POST /v2/health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + LIVE,
                INFER + "Content-Length: 99999999\r\n\r\n" + body,
                // The second of them hides in the body of the first, or follows a body whose end is
                // in doubt.
                INFER + "Content-Length: " + LIVE.length() + "\r\n\r\n" + LIVE,
                INFER
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(body.length())
                        + "\r\n"
                        + body
                        + "\r\n0\r\n\r\n"
                        + LIVE,
                INFER + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + LIVE,
                INFER + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + LIVE,
                INFER + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + LIVE,
                INFER + "Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + LIVE,
                INFER
                        + "Transfer_Encoding: chunked\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body
                        + LIVE,
                INFER + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!" + LIVE,
                INFER + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello" + LIVE,
                INFER + "Content-Length: 5, 5\r\n\r\nhello" + LIVE,
                INFER + "Content-Length: 5;\r\n\r\nhello" + LIVE,
                INFER + "Content-Length: 05\r\n\r\nhello" + LIVE,
                INFER + "Content-Length: 5 5\r\n\r\nhello" + LIVE,
                INFER + "Content-Length: -5\r\n\r\nhello" + LIVE,
                INFER + "Content-Length: 99999999999999999999\r\n\r\nhello" + LIVE,
                INFER + "Content-Length : 5\r\n\r\nhello" + LIVE,
                INFER + "Content-Length:5\n\r\n\r\nhello" + LIVE,
                INFER + "A: b\r\n Content-Length: 5\r\n\r\n" + LIVE,
                INFER + "A: b\rContent-Length: 5\r\n\r\n" + LIVE,
                INFER + "\0Content-Length: 5\r\n\r\nhello" + LIVE,
                "GET /v2/health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + LIVE,
                "GET /v2/health/live HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                        + LIVE,
                "GET /v2/health/live HTTP/1.1\r\nHost: x\r\nConnection: Content-Length\r\n\r\n"
                        + LIVE,
                "GET /v2/health/live HTTP/1.1\n\n" + LIVE,
                "GET /v2/health/live\r\n\r\n" + LIVE,
                "GET\t/v2/health/live\tHTTP/1.1\r\n\r\n" + LIVE,
                "GET /v2/health/live HTTP/1.1 \r\n\r\n" + LIVE,
                "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n\r\n" + LIVE,
                "GET http://y/v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n" + LIVE,
                "GET /v2/health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\n\r\n"
                        + LIVE,
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + LIVE,
                "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n" + LIVE);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void theSameBytesGetTheSameAnswers(String requests) throws IOException {
        var bytes = (requests + LAST).getBytes(StandardCharsets.UTF_8);

        assertThat(answers("", List.of(bytes))).isEqualTo(answers(UNUSUAL, List.of(bytes)));
    }

    /// @see #SEED repeats a run: `-Dlastgood.lanes.seed=N`
    @ParameterizedTest
    @MethodSource("requests")
    void howeverTheyArriveInPieces(String requests) throws IOException {
        long seed = Long.getLong(SEED, System.nanoTime());
        var bytes = (requests + LAST).getBytes(StandardCharsets.UTF_8);

        assertThat(answers("", pieces(bytes, new Random(seed))))
                .as("-D%s=%d", SEED, seed)
                .isEqualTo(answers("", List.of(bytes)));
    }

    @Test
    void aRequestInABodyIsNotAnswered() throws IOException {
        var hidden = INFER + "Content-Length: " + LIVE.length() + "\r\n\r\n" + LIVE + LAST;

        assertThat(answers("", List.of(hidden.getBytes(StandardCharsets.UTF_8))))
                .extracting(answer -> answer.substring(0, 12))
                .containsExactly("HTTP/1.1 400", "HTTP/1.1 200");
    }

    private List<String> answers(String first, List<byte[]> pieces) throws IOException {
        try (var caller = new RawSocket(house.gateway.address())) {
            if (!first.isEmpty()) {
                assertThat(caller.send(first).head()).startsWith("HTTP/1.1 405");
            }
            var answers = new ArrayList<String>();
            try {
                for (var piece : pieces) {
                    caller.send(piece);
                }
            } catch (IOException _) {
                // It has heard enough.
            }
            while (true) {
                var next = caller.next();
                if (next.isEmpty()) {
                    return answers;
                }
                answers.add(next.get().replaceAll("(?im)^(lastgood-prediction-id): .*$", "$1"));
            }
        }
    }

    private static List<byte[]> pieces(byte[] bytes, Random random) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < bytes.length; ) {
            int end =
                    Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 400));
            pieces.add(java.util.Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return pieces;
    }

    private static String infer(String body) {
        return INFER + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
