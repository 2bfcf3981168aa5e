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
    private static final String LENGTH = "Content-Length:";
    private static final int SMALL = 1_000;
    private static final int MOST = 100_000;
    private static final int LONGER_THAN_IS_READ_ON = 64 << 20;

    /// Whoever is hung up on meets this one; all others must not depend on how fast the machine is.
    private final ApiServer impatient = server(Duration.ofMillis(200));

    private final ApiServer patient = server(Bounds.DEFAULT.sendWithin());

    private static ApiServer server(Duration sendWithin) {
        return new ApiServer(
                "127.0.0.1",
                0,
                new Access(Set.of("localhost"), Optional.empty()),
                new Bounds(sendWithin, MOST, 10),
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
    }

    @AfterEach
    void close() {
        impatient.close();
        patient.close();
    }

    @Test
    void halfAHeaderIsHungUpOn() throws IOException {
        try (var socket = sending(impatient, "POST /small HTTP/1.1\r\nHost: localhost\r\nX-Half")) {
            assertThat(untilHungUp(socket)).isEmpty();
        }
    }

    @Test
    void halfABodyIsHungUpOn() throws IOException {
        try (var socket = sending(impatient, head("application/json", 10) + "{")) {
            assertThat(untilHungUp(socket)).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsNotWaitedFor() throws IOException {
        try (var socket = sending(patient, head("application/json", 5_000_000_000L))) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("LG-1403");
        }
        try (var socket = sending(patient, head("application/json", SMALL + 1L))) {
            assertThat(line(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aLongBodyIsNotReadOnAfterItWasRefused() throws IOException {
        for (var type : List.of("application/json", "text/plain")) {
            try (var socket = sending(patient, head(type, LONGER_THAN_IS_READ_ON))) {
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
        try (var socket = sending(patient, head + chunk + "0\r\n\r\n")) {
            assertThat(line(socket)).startsWith("HTTP/1.1 200");
        }
        try (var socket = sending(patient, head + chunk + "1\r\nx\r\n")) {
            assertThat(line(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void whatFitsIsTakenAndTheConnectionIsKept() throws IOException {
        try (var socket = sending(patient, head("application/json", 2) + "{}")) {
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

    private static Socket sending(ApiServer server, String bytes) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String untilHungUp(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Head and body of one answer, whether or not the server hangs up after it.
    private static String answer(Socket socket) throws IOException {
        var head = new StringBuilder();
        var length = 0;
        for (var line = line(socket); !line.isEmpty(); line = line(socket)) {
            head.append(line).append("\r\n");
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        var body = socket.getInputStream().readNBytes(length);
        return head + new String(body, StandardCharsets.UTF_8);
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
