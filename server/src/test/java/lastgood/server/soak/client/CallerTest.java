package lastgood.server.soak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final byte[] REQUEST = "{\"inputs\":[]}".getBytes(StandardCharsets.UTF_8);

    @Test
    void anAnswerNamesItsReleaseItsEpochAndItsPrediction() throws IOException {
        var headers =
                Map.of(
                        "Lastgood-Release",
                        "r2",
                        "Lastgood-Epoch",
                        "41",
                        "Lastgood-Prediction-Id",
                        "p-1");
        try (var server =
                        new FakeServer(
                                call -> FakeServer.answer(call, 200, headers, "{\"outputs\":[]}"));
                var caller = new Caller(server.address(), "wine")) {
            var answer = caller.ask(REQUEST);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.release()).isEqualTo("r2");
            assertThat(answer.epoch()).isEqualTo(41);
            assertThat(answer.predictionId()).isEqualTo("p-1");
            assertThat(answer.body()).asString().isEqualTo("{\"outputs\":[]}");
            assertThat(answer.answeredAt()).isGreaterThan(answer.sentAt());
        }
    }

    @Test
    void manyRequestsTakeOneConnection() throws IOException {
        var connections = ConcurrentHashMap.newKeySet();
        try (var server =
                        new FakeServer(call -> {
                            connections.add(call.getRemoteAddress());
                            FakeServer.answer(call, 200, Map.of(), call.getRequestURI().getPath());
                        });
                var caller = new Caller(server.address(), "wine")) {
            for (int i = 0; i < 10; i++) {
                assertThat(caller.ask(REQUEST).body())
                        .asString()
                        .isEqualTo("/v2/models/wine/infer");
            }
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void anAnswerThatBreaksOffIsAFailureAndTheNextRequestConnectsAgain() throws Exception {
        var whole = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nlastgood-epoch: 7\r\n\r\n{}";
        var half = whole.substring(0, whole.length() - 1);
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var caller = new Caller(at(socket), "wine")) {
            var server = Thread.ofVirtual().start(() -> serve(socket, List.of(half, whole)));

            assertThatThrownBy(() -> caller.ask(REQUEST)).isInstanceOf(IOException.class);
            assertThat(caller.ask(REQUEST).epoch()).isEqualTo(7);
            server.join();
        }
    }

    @Test
    void anAnswerThatDoesNotSayHowLongItIsIsAFailure() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var caller = new Caller(at(socket), "wine")) {
            var server =
                    Thread.ofVirtual()
                            .start(() -> serve(socket, List.of("HTTP/1.1 200 OK\r\n\r\n{}")));

            assertThatThrownBy(() -> caller.ask(REQUEST)).hasMessageContaining("Content-Length");
            server.join();
        }
    }

    private static URI at(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /// One connection an answer, closed after it.
    private static void serve(ServerSocket socket, List<String> answers) {
        for (var answer : answers) {
            try (Socket one = socket.accept()) {
                int read = one.getInputStream().read(new byte[4096]);
                assertThat(read).isPositive();
                one.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
