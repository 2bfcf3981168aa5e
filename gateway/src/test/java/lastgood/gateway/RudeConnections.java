package lastgood.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import lastgood.gateway.client.ScriptedServer;

/// A server of one model that is polite about everything but predictions: what becomes of their connections, a test says.
final class RudeConnections implements AutoCloseable {
    private static final long WORK_NANOS = 300_000_000;

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger inferred = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger hungUp = new AtomicInteger();
    private volatile Manner manner = Manner.ANSWER;

    enum Manner {
        ANSWER,
        /// Hangs up on the first prediction of a connection that was used before, as one that was idle for too long.
        CLOSE_USED,
        /// Hangs up on every prediction after it has worked at it for a while.
        CLOSE_AFTER_WORK,
        /// Reads and says nothing until the other side hangs up.
        HANG
    }

    RudeConnections() {
        server.plays(line -> serve(line.socket()));
    }

    String url() {
        return server.url();
    }

    void be(Manner now) {
        manner = now;
    }

    int inferred() {
        return inferred.get();
    }

    /// How many predictions wait for an answer that never comes.
    int waiting() {
        return waiting.get();
    }

    /// How often the other side hung up on a prediction that was not answered.
    int hungUp() {
        return hungUp.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(Socket socket) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        boolean used = false;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            read(in);
            if (line.startsWith("POST ") && !mayAnswer(in, used)) {
                return;
            }
            var body =
                    line.startsWith("POST ")
                            ? Upstreams.ANSWER
                            : line.contains(Upstreams.PLACE + " ") ? Upstreams.SAID : "{}";
            var answer =
                    "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(body.length(), body);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            used = true;
        }
    }

    private boolean mayAnswer(BufferedReader in, boolean used) throws IOException {
        inferred.incrementAndGet();
        return switch (manner) {
            case ANSWER -> true;
            case CLOSE_USED -> !used;
            case CLOSE_AFTER_WORK -> {
                long until = System.nanoTime() + WORK_NANOS;
                while (System.nanoTime() < until) {
                    LockSupport.parkNanos(WORK_NANOS);
                }
                yield false;
            }
            case HANG -> {
                waiting.incrementAndGet();
                try {
                    yield in.read() >= 0;
                } catch (IOException _) {
                    yield false;
                } finally {
                    waiting.decrementAndGet();
                    hungUp.incrementAndGet();
                }
            }
        };
    }

    private static void read(BufferedReader in) throws IOException {
        int length = 0;
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            var header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
    }
}
