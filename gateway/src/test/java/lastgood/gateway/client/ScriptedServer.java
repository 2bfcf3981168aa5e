package lastgood.gateway.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that does with its connections, byte by byte, what a test says.
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile Script script = _ -> {};

    /// What is done with one connection; it is closed when that ends.
    public interface Script {
        void play(Line line) throws IOException;
    }

    /// One connection.
    public record Line(Socket socket, int number) {
        /// Reads a request, its body included; empty: the other side has hung up.
        public String request() throws IOException {
            var in = socket.getInputStream();
            var head = head(in);
            int at = head.indexOf("Content-Length: ");
            if (at >= 0) {
                int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at + 16)));
                head += new String(in.readNBytes(length), StandardCharsets.US_ASCII);
            }
            return head;
        }

        String head() throws IOException {
            return head(socket.getInputStream());
        }

        public void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        public void answer(String body) throws IOException {
            say("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body));
        }

        int read() throws IOException {
            return socket.getInputStream().read();
        }

        /// Reads until the other side hangs up.
        void listen() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // whatever it is
            }
        }

        private static String head(InputStream in) throws IOException {
            var bytes = new ByteArrayOutputStream();
            int last = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.write(b);
                last = last << 8 | b;
                if (last == 0x0d0a0d0a) {
                    break;
                }
            }
            return bytes.toString(StandardCharsets.US_ASCII);
        }
    }

    public ScriptedServer() {
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return server().address().toString();
    }

    Server server() {
        return Server.at(URI.create("http://127.0.0.1:" + door.getLocalPort()));
    }

    public void plays(Script now) {
        script = now;
    }

    int accepted() {
        return accepted.get();
    }

    /// Connections that are over.
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        try {
            door.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = door.accept();
                open.add(socket);
                var line = new Line(socket, accepted.incrementAndGet());
                Thread.ofVirtual().start(() -> play(line));
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private void play(Line line) {
        try (var _ = line.socket()) {
            script.play(line);
        } catch (IOException _) {
            // the other side is gone, or the test is over
        } finally {
            ended.incrementAndGet();
        }
    }
}
