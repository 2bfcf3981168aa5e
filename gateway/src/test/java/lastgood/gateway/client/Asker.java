package lastgood.gateway.client;

import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import lastgood.gateway.loop.EventLoops;

/// A client on one event loop, and what comes of what it asks.
final class Asker implements AutoCloseable {
    static final int MOST = 1 << 20;

    private final EventLoops loops = new EventLoops(1);
    private final EventLoop loop = loops.all().getFirst();
    final Client client;

    Asker() {
        client = new Client(loops);
    }

    Asker(Supplier<SSLContext> trust) {
        client = new Client(loops, trust, Duration.ofSeconds(30));
    }

    /// One that closes what is idle for so long.
    Asker(Duration idleWithin) {
        client = new Client(loops, () -> fail("there is no TLS here"), idleWithin);
    }

    private static SSLContext fail(String why) {
        throw new AssertionError(why);
    }

    /// One that was sent.
    record Sent(CompletableFuture<Heard> heard, Exchange exchange, EventLoop loop) {
        Heard get() {
            try {
                return heard.get(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("nothing was told", e);
            }
        }

        String body() {
            return switch (get()) {
                case Heard.Answered(var response) ->
                        response.status()
                                + " "
                                + new String(response.body(), StandardCharsets.US_ASCII);
                case Heard.Failed(var failure) -> throw new AssertionError(failure);
            };
        }

        Failure failure() {
            return switch (get()) {
                case Heard.Failed(var failure) -> failure;
                case Heard.Answered(var response) ->
                        throw new AssertionError("it answered " + response.status());
            };
        }

        void giveUp() {
            var _ = loop.submit(exchange::giveUp).syncUninterruptibly();
        }
    }

    Sent send(Server server) {
        return send(server, "{}");
    }

    Sent send(Server server, String body) {
        var bytes = body.getBytes(StandardCharsets.US_ASCII);
        return send(server, Request.post("/infer", bytes, bytes.length, OptionalInt.empty(), MOST));
    }

    Sent send(Server server, Request request) {
        var heard = new CompletableFuture<Heard>();
        var exchange =
                loop.submit(() -> client.send(loop, server, request, heard::complete))
                        .syncUninterruptibly()
                        .getNow();
        return new Sent(heard, exchange, loop);
    }

    /// Waits until all that the loop had to do is done.
    void settle() {
        var _ = loop.submit(() -> {}).syncUninterruptibly();
    }

    @Override
    public void close() {
        client.close();
        settle();
        loops.close();
    }
}
