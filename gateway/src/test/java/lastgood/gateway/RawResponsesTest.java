package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import lastgood.gateway.client.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Upstreams whose responses are broken byte by byte: each is a failure at once, of the right kind, and what it leaves on its
/// connection reaches nobody.
class RawResponsesTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String LONG =
            "Content-Length: %d\r\n\r\n".formatted(Upstreams.ANSWER.length());

    private final ScriptedServer server = new ScriptedServer();
    private final Upstreams upstreams = new Upstreams(server.url());
    private volatile Saying said = new Saying(OK + LONG + Upstreams.ANSWER, false);

    /// @param ends whether the server hangs up behind it
    private record Saying(String raw, boolean ends) {}

    @BeforeEach
    void serve() {
        server.plays(this::play);
        upstreams.live();
        assertThat(upstreams.ask().statusCode()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        upstreams.close();
        server.close();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("no HTTP", "SSH-2.0-OpenSSH_9.6\r\n", false, false),
                Arguments.of("two lengths", OK + "Content-Length: 5\r\n" + LONG, false, false),
                Arguments.of(
                        "a length beside chunks",
                        OK + "Transfer-Encoding: chunked\r\n" + LONG,
                        false,
                        false),
                Arguments.of("an endless head", OK + "X: y\r\n".repeat(9_000), false, false),
                Arguments.of(
                        "a body that is too large",
                        OK + "Content-Length: 99999999999\r\n\r\n",
                        false,
                        false),
                Arguments.of(
                        "a length that is too short",
                        OK + "Content-Length: 9\r\n\r\n" + Upstreams.ANSWER,
                        false,
                        false),
                Arguments.of(
                        "a length that is too long",
                        OK + "Content-Length: 999\r\n\r\n" + Upstreams.ANSWER,
                        true,
                        true),
                Arguments.of(
                        "half a chunk",
                        OK + "Transfer-Encoding: chunked\r\n\r\n2d\r\n{\"outputs\"",
                        true,
                        true),
                Arguments.of("half a head", OK + "Content-Le", true, true),
                Arguments.of(
                        "another status",
                        "HTTP/1.1 201 Created\r\n" + LONG + Upstreams.ANSWER,
                        false,
                        false));
    }

    /// @param ends whether the server hangs up behind it
    /// @param its whether that is a failure of the server, and not of the release alone
    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aBrokenResponseFailsAtOnce(String what, String raw, boolean ends, boolean its) {
        says(raw, ends);
        long began = System.nanoTime();

        var answer = upstreams.ask();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
        assertThat(answer.body()).contains("its upstream");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("it does not wait for its deadline")
                .isLessThan(Duration.ofSeconds(1));
        assertThat(upstreams.told(server.url()).failures()).isEqualTo(its ? 1 : 0);
        assertThat(upstreams.told(server.url()).retried()).isZero();

        says(OK + LONG + Upstreams.ANSWER, false);
        assertThat(upstreams.ask().body()).contains("\"data\":[3.0,6.0]");
    }

    @Test
    void whatFollowsAResponseIsNotTheNextOne() {
        var other = Upstreams.ANSWER.replace("[3,6]", "[0,0]");
        says(OK + LONG + Upstreams.ANSWER + OK + LONG + other, false);

        for (int i = 0; i < 10; i++) {
            assertThat(upstreams.ask().body()).contains("\"data\":[3.0,6.0]");
        }
    }

    /// From the next prediction on.
    private void says(String raw, boolean ends) {
        said = new Saying(raw, ends);
    }

    /// Polite about everything but predictions.
    private void play(ScriptedServer.Line line) throws IOException {
        for (var asked = line.request(); !asked.isEmpty(); asked = line.request()) {
            if (!asked.startsWith("POST ")) {
                line.answer(
                        asked.startsWith("GET " + Upstreams.PLACE + " ") ? Upstreams.SAID : "{}");
            } else {
                var now = said;
                line.say(now.raw());
                if (now.ends()) {
                    return;
                }
            }
        }
    }
}
