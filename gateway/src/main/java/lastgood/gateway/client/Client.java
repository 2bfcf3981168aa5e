package lastgood.gateway.client;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import lastgood.gateway.loop.EventLoops;

/// Asks servers for one release: what another release asks goes over other connections.
public final class Client implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final List<EventLoop> loops;
    private final Map<EventLoop, Side> sides = new HashMap<>();
    private final Dialler dialler;
    private final Duration idleWithin;
    private final AtomicInteger round = new AtomicInteger();

    public Client(EventLoops loops) {
        this(loops, new Dialler(), IDLE);
    }

    /// @param trust by which servers are known that speak TLS
    /// @param idleWithin after which a connection that nobody uses is closed
    Client(EventLoops loops, Supplier<SSLContext> trust, Duration idleWithin) {
        this(loops, new Dialler(trust), idleWithin);
    }

    private Client(EventLoops loops, Dialler dialler, Duration idleWithin) {
        this.idleWithin = idleWithin;
        this.loops = loops.all();
        this.dialler = dialler;
        this.loops.forEach(loop -> sides.put(loop, new Side(loop)));
    }

    /// To be called on the loop, on which it is told as well, perhaps at once.
    public Exchange send(EventLoop loop, Server server, Request request, Consumer<Heard> told) {
        var exchange = new Exchange(request, told);
        side(loop).pool(server).send(exchange);
        return exchange;
    }

    /// For those who are on no loop: one of them, each in its turn.
    public EventLoop anyLoop() {
        return loops.get(Math.floorMod(round.getAndIncrement(), loops.size()));
    }

    /// Asks and waits, on a thread that is no event loop.
    ///
    /// @param within of which all of the response has to come
    /// @throws IOException if there is none
    public Response ask(Server server, Request request, Duration within)
            throws IOException, InterruptedException {
        var heard = new CompletableFuture<Heard>();
        var asked = new CompletableFuture<Exchange>();
        var loop = anyLoop();
        try {
            loop.execute(() -> asked.complete(send(loop, server, request, heard::complete)));
            return switch (heard.get(within.toNanos(), TimeUnit.NANOSECONDS)) {
                case Heard.Answered(var response) -> response;
                case Heard.Failed(var failure) -> throw new IOException(failure.detail());
            };
        } catch (TimeoutException _) {
            throw new IOException(request.path() + " was not answered within " + within);
        } catch (ExecutionException | RejectedExecutionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!heard.isDone()) {
                var _ = asked.thenAccept(exchange -> EventLoops.doOn(loop, exchange::giveUp));
            }
        }
    }

    /// Closes its connections. It may be called on any thread, and does not wait.
    @Override
    public void close() {
        sides.values().forEach(side -> EventLoops.doOn(side.loop, side::close));
    }

    private Side side(EventLoop loop) {
        var side = sides.get(loop);
        if (side == null) {
            throw new IllegalArgumentException("no event loop of this gateway");
        }
        return side;
    }

    /// What one loop has of it.
    private final class Side {
        private final EventLoop loop;
        private final Map<Server, Pool> pools = new HashMap<>();
        private boolean closed;

        Side(EventLoop loop) {
            this.loop = loop;
        }

        /// A program that is started again is at another address: what is left of the old one goes.
        Pool pool(Server server) {
            var pool = pools.get(server);
            if (pool == null) {
                pools.values().removeIf(Pool::isEmpty);
                pool = new Pool(server, loop, dialler, idleWithin);
                pools.put(server, pool);
                if (closed) {
                    pool.close();
                }
            }
            return pool;
        }

        void close() {
            closed = true;
            pools.values().forEach(Pool::close);
        }
    }
}
