package lastgood.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A real HTTP server on a free port that may behave as badly as it likes, and remembers what it was asked.
public final class RudeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /// @param line `GET /path`, without its query
    public record Asked(
            String line, String query, String body, Map<String, List<String>> headers) {}

    /// How one path is answered.
    @FunctionalInterface
    public interface Manner {
        void answer(RudeServer server, Asked asked, HttpExchange exchange)
                throws IOException, InterruptedException;
    }

    public RudeServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// @param line `GET /path`, without its query
    public RudeServer on(String line, Manner manner) {
        manners.put(line, manner);
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public static Manner says(String body) {
        return says(200, _ -> body);
    }

    public static Manner says(int status, Function<Asked, String> body) {
        return (_, asked, exchange) -> {
            var bytes = body.apply(asked).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    public static Manner bytes(byte[] bytes) {
        return (_, _, exchange) -> {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    public static Manner sendsOnTo(String address) {
        return (_, _, exchange) -> {
            exchange.getResponseHeaders().add("Location", address);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /// Says something for as long as anybody listens.
    public static Manner neverEnds(String piece) {
        return (server, _, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            var bytes = piece.repeat(1 + 60_000 / piece.length()).getBytes(StandardCharsets.UTF_8);
            while (server.closing.getCount() > 0) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    /// Takes the request and says nothing.
    public static Manner hangs() {
        return (server, _, _) -> server.closing.await();
    }

    /// Begins to answer, and then says nothing.
    public static Manner hangsInTheMiddle(String begun) {
        return (server, _, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(begun.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            server.closing.await();
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var question =
                    new Asked(
                            exchange.getRequestMethod() + " " + uri.getRawPath(),
                            uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8),
                            Map.copyOf(exchange.getRequestHeaders()));
            asked.add(question);
            manners.getOrDefault(question.line(), says(404, _ -> "{}"))
                    .answer(this, question, exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server closes
        }
    }
}
