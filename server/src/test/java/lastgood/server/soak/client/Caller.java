package lastgood.server.soak.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One keep-alive connection to the prediction port. Connects again after a failure, with the next request.
///
/// A socket and nothing else, so that the stamps are those of the wire and thousands of requests a second leave most of
/// the machine to the server. Not for several threads at once.
public final class Caller implements Asker {
    private static final int TIMEOUT_MS = 10_000;
    private static final int LONGEST = 64 << 10;

    private final URI predict;
    private final String head;
    private final byte[] in = new byte[LONGEST];
    private Optional<Socket> socket = Optional.empty();

    /// @param predict without `/v2`
    public Caller(URI predict, String service) {
        this.predict = predict;
        this.head =
                "POST /v2/models/%s/infer HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: "
                        .formatted(service, predict.getAuthority());
    }

    @Override
    public Answer ask(Row row) throws IOException {
        return ask(row.request());
    }

    /// @throws IOException where no whole answer came; the connection is closed then
    public Answer ask(byte[] request) throws IOException {
        try {
            var open = open();
            var wire = wire(request);
            long sent = System.nanoTime();
            open.getOutputStream().write(wire);
            return read(open, sent);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            if (socket.isPresent()) {
                socket.get().close();
            }
        } catch (IOException e) {
            // it is given up anyway
        }
        socket = Optional.empty();
    }

    private Socket open() throws IOException {
        if (socket.isPresent()) {
            return socket.get();
        }
        var fresh = new Socket();
        socket = Optional.of(fresh);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        fresh.setSoTimeout(TIMEOUT_MS);
        fresh.connect(new InetSocketAddress(predict.getHost(), predict.getPort()), TIMEOUT_MS);
        return fresh;
    }

    private byte[] wire(byte[] request) {
        var start = (head + request.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        var all = Arrays.copyOf(start, start.length + request.length);
        System.arraycopy(request, 0, all, start.length, request.length);
        return all;
    }

    private Answer read(Socket from, long sent) throws IOException {
        int have = 0;
        int headEnd = -1;
        while (headEnd < 0) {
            have += more(from, have);
            headEnd = headEnd(have);
        }
        var lines = new String(in, 0, headEnd, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        var headers = headers(lines);
        int bodyStart = headEnd + 4;
        int end = bodyStart + length(headers);
        while (have < end) {
            have += more(from, have);
        }
        long answered = System.nanoTime();
        if (headers.getOrDefault("connection", "").equalsIgnoreCase("close")) {
            close();
        }
        return new Answer(
                Integer.parseInt(lines[0].split(" ", 3)[1]),
                headers.getOrDefault("lastgood-release", ""),
                Long.parseLong(headers.getOrDefault("lastgood-epoch", "-1")),
                headers.getOrDefault("lastgood-prediction-id", ""),
                Arrays.copyOfRange(in, bodyStart, end),
                sent,
                answered);
    }

    private int more(Socket from, int have) throws IOException {
        if (have == in.length) {
            throw new IOException("an answer of more than " + LONGEST + " bytes");
        }
        int read = from.getInputStream().read(in, have, in.length - have);
        if (read < 0) {
            throw new EOFException(
                    "the connection was closed after " + have + " bytes of an answer");
        }
        return read;
    }

    private int headEnd(int have) {
        for (int i = 0; i + 3 < have; i++) {
            if (in[i] == '\r' && in[i + 1] == '\n' && in[i + 2] == '\r' && in[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, String> headers(String[] lines) {
        var headers = new HashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static int length(Map<String, String> headers) throws IOException {
        var length = headers.get("content-length");
        if (length == null) {
            throw new IOException("an answer without Content-Length: " + headers);
        }
        return Integer.parseInt(length);
    }
}
