package lastgood.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose HTTP/2 other people wrote.
class UpstreamHypercornTest {
    private static final String APP =
            """
            import asyncio

            async def app(scope, receive, send):
                if scope["type"] != "http":
                    return
                body, more = b"", True
                while more:
                    event = await receive()
                    body, more = body + event.get("body", b""), event.get("more_body", False)
                answer = {"PLACE/infer": b'ANSWER', "PLACE": b'SAID'}.get(scope["path"], b"{}")
                if scope["path"] == "PLACE/infer":
                    assert scope["http_version"] == "2", scope["http_version"]
                    assert body.startswith(b'{"inputs":['), body
                    await asyncio.sleep(0.02)
                head = [(b"content-type", b"application/json")]
                await send({"type": "http.response.start", "status": 200, "headers": head})
                await send({"type": "http.response.body", "body": answer[:9], "more_body": True})
                await send({"type": "http.response.body", "body": answer[9:]})
            """
                    .replace("PLACE", Upstreams.PLACE)
                    .replace("ANSWER", Upstreams.ANSWER)
                    .replace("SAID", Upstreams.SAID);

    @TempDir private Path folder;

    @Test
    void itAnswersCallersAtOnceAndComesBackAfterItsEnd() throws Exception {
        Files.writeString(folder.resolve("served.py"), APP);
        int port = freePort();
        var first = start(port);
        try (var upstreams = new Upstreams("h2c://127.0.0.1:" + port)) {
            Patience.until("it serves", () -> isServed(port));
            upstreams.live();

            var answers =
                    IntStream.range(0, 16)
                            .mapToObj(_ -> CompletableFuture.supplyAsync(upstreams::ask))
                            .toList();
            for (var answer : answers) {
                assertThat(answer.join().body()).contains("\"data\":[3.0,6.0]");
            }

            end(first);
            assertThat(upstreams.ask().body()).contains("its upstream does not answer");
            var second = start(port);
            try {
                Patience.until("it answers again", () -> upstreams.ask().statusCode() == 200);
            } finally {
                end(second);
            }
        } finally {
            end(first);
        }
    }

    private Process start(int port) throws IOException {
        var home =
                Optional.ofNullable(System.getenv("LASTGOOD_ENV_HYPERCORN"))
                        .orElseThrow(() ->
                                new AssertionError(
                                        "LASTGOOD_ENV_HYPERCORN is not set: run ./dev test"));
        var command =
                List.of(
                        home + "/bin/python",
                        "-m",
                        "hypercorn",
                        "--bind",
                        "127.0.0.1:" + port,
                        "served:app");
        return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    }

    private static boolean isServed(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
