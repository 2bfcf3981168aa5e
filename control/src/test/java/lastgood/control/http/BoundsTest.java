package lastgood.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.control.notice.Feed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Callers who send slowly, or far too much. Raw sockets, because no client library is that rude.
class BoundsTest {
    private static final int SMALL = 1_000;
    private static final int MOST = 100_000;
    private static final int LONGER_THAN_IS_READ_ON = 64 << 20;

    private final ApiServer server =
            new ApiServer(
                    "127.0.0.1",
                    0,
                    new Access(Set.of("localhost"), Optional.empty()),
                    new Bounds(Duration.ofMillis(200), MOST, 10),
                    List.of(
                            Endpoint.post(
                                    "/small",
                                    call ->
                                            Reply.of(
                                                    call.body(SMALL),
                                                    bytes -> Map.of("bytes", bytes.length))),
                            Endpoint.post(
                                    "/all",
                                    call ->
                                            Reply.json(
                                                    Map.of(
                                                            "bytes",
                                                            call.body().readAllBytes().length)))),
                    new Feed());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void halfAHeaderIsHungUpOn() throws IOException {
        try (var socket = sending("POST /small HTTP/1.1\r\nHost: localhost\r\nX-Half")) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void halfABodyIsHungUpOn() throws IOException {
        try (var socket = sending(head("application/json", 10) + "{")) {
            assertThat(answer(socket)).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsNotWaitedFor() throws IOException {
        try (var socket = sending(head("application/json", 5_000_000_000L))) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("LG-1403");
        }
        try (var socket = sending(head("application/json", SMALL + 1L))) {
            assertThat(line(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aLongBodyIsNotReadOnAfterItWasRefused() throws IOException {
        for (var type : List.of("application/json", "text/plain")) {
            try (var socket = sending(head(type, LONGER_THAN_IS_READ_ON))) {
                assertThat(answer(socket))
                        .containsPattern("HTTP/1.1 41[35]")
                        .containsIgnoringCase("connection: close");
            }
        }
    }

    @Test
    void aBodyOfNoAnnouncedLengthIsReadSoFarAndNoFurther() throws IOException {
        var head = head("/all", "application/octet-stream", "Transfer-Encoding: chunked");
        var chunk = Integer.toHexString(MOST) + "\r\n" + "x".repeat(MOST) + "\r\n";
        try (var socket = sending(head + chunk + "0\r\n\r\n")) {
            assertThat(line(socket)).startsWith("HTTP/1.1 200");
        }
        try (var socket = sending(head + chunk + "1\r\nx\r\n")) {
            assertThat(line(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void whatFitsIsTakenAndTheConnectionIsKept() throws IOException {
        try (var socket = sending(head("application/json", 2) + "{}")) {
            assertThat(line(socket)).startsWith("HTTP/1.1 200");
        }
    }

    private static String head(String type, long length) {
        return head("/small", type, "Content-Length: " + length);
    }

    private static String head(String path, String type, String length) {
        return String.join(
                "\r\n",
                "POST " + path + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + type,
                length,
                "",
                "");
    }

    private Socket sending(String bytes) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    /// Everything until the server hangs up.
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\r';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
