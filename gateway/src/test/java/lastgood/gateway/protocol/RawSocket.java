package lastgood.gateway.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A caller who speaks bytes, not HTTP.
public final class RawSocket implements AutoCloseable {
    private static final int NARROW = 4 << 10;
    private static final int PIECES = 100;

    private final Socket socket = new Socket();

    public RawSocket(InetSocketAddress address) throws IOException {
        socket.connect(address);
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    }

    /// One that takes in little before it is read.
    public static RawSocket narrow(InetSocketAddress address) throws IOException {
        return new RawSocket(address, NARROW);
    }

    private RawSocket(InetSocketAddress address, int buffer) throws IOException {
        socket.setReceiveBufferSize(buffer);
        socket.connect(address);
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    }

    /// A request for predictions as it goes over the wire.
    public static String infer(String service, String body) {
        return "POST /v2/models/%s/infer HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(service, body.length(), body);
    }

    public RawSocket send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawSocket send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    RawSocket endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// One response: its head and as much body as it says.
    public String response() throws IOException {
        return next().orElseThrow(() -> new IOException("the connection ended"));
    }

    /// The next response; empty: there is none any more.
    Optional<String> next() throws IOException {
        var text = head();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var length =
                text.toLowerCase(java.util.Locale.ROOT)
                        .lines()
                        .filter(l -> l.startsWith("content-length:"))
                        .findFirst();
        int size = length.map(l -> Integer.parseInt(l.substring(15).trim())).orElse(0);
        return Optional.of(
                text
                        + new String(
                                socket.getInputStream().readNBytes(size), StandardCharsets.UTF_8));
    }

    /// One response, read in equal pieces over so long.
    String slowly(Duration over) throws IOException {
        var text = head();
        int size = Integer.parseInt(text.replaceAll("(?s).*content-length: ([0-9]+).*", "$1"));
        var body = new ByteArrayOutputStream();
        for (int piece = 0; piece < PIECES; piece++) {
            java.util.concurrent.locks.LockSupport.parkNanos(over.toNanos() / PIECES);
            int end = (int) ((long) size * (piece + 1) / PIECES);
            body.write(socket.getInputStream().readNBytes(end - body.size()));
        }
        return text + body.toString(StandardCharsets.UTF_8);
    }

    /// The head of a response; the body of one to `HEAD` is not there. Empty: there is none any more.
    String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = read();
            if (next < 0 && head.size() == 0) {
                return "";
            }
            if (next < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private int read() throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketException _) {
            return -1; // reset
        }
    }

    /// Bytes that are there to be read.
    public int waiting() throws IOException {
        return socket.getInputStream().available();
    }

    /// True once the other side has hung up, with nothing more to read.
    boolean isEnded() throws IOException {
        return read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
