package lastgood.gateway.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.client.Failure.Kind;
import org.jspecify.annotations.Nullable;

/// The connections of one loop to one server. What was used last is used first, so that those that nobody needs grow idle,
/// and are closed.
final class Pool implements Exchange.Carrier {
    private static final int MOST_IDLE = 64;

    private final Server server;
    private final EventLoop loop;
    private final Dialler dialler;
    private final Duration idleWithin;
    private final Deque<Http1> idle = new ArrayDeque<>();
    private final List<Channel> open = new ArrayList<>();
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private @Nullable Http2 shared;

    /// Whether one connection is to carry all requests, or may turn out to.
    private boolean mayShare;

    private int dialling;
    private boolean sweeping;
    private boolean closed;

    /// @param idleWithin after which a connection that nobody uses is closed
    Pool(Server server, EventLoop loop, Dialler dialler, Duration idleWithin) {
        this.idleWithin = idleWithin;
        this.server = server;
        this.loop = loop;
        this.dialler = dialler;
        mayShare = server.speech() != Server.Speech.HTTP;
    }

    void send(Exchange exchange) {
        if (closed) {
            exchange.failed(Kind.NOT_REACHED, "it is let go of");
            return;
        }
        var free = takeIdle();
        if (free != null) {
            free.begin(exchange);
            return;
        }
        exchange.carriedBy(this);
        waiting.add(exchange);
        next();
    }

    @Override
    public void giveUp(Exchange exchange) {
        waiting.remove(exchange);
    }

    /// Nobody is asked here any more, and those who wait hear so.
    void close() {
        closed = true;
        fail(waiting.size(), Kind.NOT_REACHED, "it is let go of");
        for (var channel : List.copyOf(open)) {
            var _ = channel.close();
        }
    }

    /// Whether nothing would be lost with it.
    boolean isEmpty() {
        return open.isEmpty() && waiting.isEmpty() && dialling == 0;
    }

    /// A connection that can be used once more.
    void takeBack(Http1 connection) {
        var exchange = waiting.poll();
        if (exchange != null) {
            connection.begin(exchange);
        } else if (closed || idle.size() == MOST_IDLE) {
            connection.close();
        } else {
            connection.rest();
            idle.push(connection);
            sweepLater();
        }
    }

    void forget(Http1 connection) {
        idle.remove(connection);
    }

    /// There is room on the shared connection, or it takes nothing more.
    void next() {
        var carrier = shared;
        if (carrier != null && !carrier.isTaking()) {
            shared = null;
            carrier = null;
        }
        while (carrier != null && carrier.isTaking() && carrier.hasRoom() && !waiting.isEmpty()) {
            carrier.begin(waiting.remove());
        }
        int wanted = carrier != null || waiting.isEmpty() ? 0 : mayShare ? 1 : waiting.size();
        while (dialling < wanted && !closed) {
            dialling++;
            dialler.dial(server, loop, new Waiting());
        }
    }

    private @Nullable Http1 takeIdle() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            if (connection.isOpen()) {
                return connection;
            }
        }
        return null;
    }

    private void fail(int count, Kind kind, String why) {
        for (int i = 0; i < count && !waiting.isEmpty(); i++) {
            waiting.remove().failed(kind, server.authority() + ": " + why);
        }
    }

    private void sweepLater() {
        if (!sweeping && !loop.isShuttingDown()) {
            sweeping = true;
            var _ = loop.schedule(this::sweep, idleWithin.toNanos() / 3, TimeUnit.NANOSECONDS);
        }
    }

    /// The one at the end has been idle longest.
    private void sweep() {
        sweeping = false;
        long before = System.nanoTime() - idleWithin.toNanos();
        for (var last = idle.peekLast();
                last != null && last.idleSince() - before < 0;
                last = idle.peekLast()) {
            idle.removeLast();
            last.close();
        }
        var carrier = shared;
        if (carrier != null && carrier.isIdleSince(before)) {
            shared = null;
            carrier.leave();
        }
        if (!idle.isEmpty() || shared != null) {
            sweepLater();
        }
    }

    /// What becomes of one connection that is being opened.
    private final class Waiting implements Dialler.Told {
        @Override
        public void connected(Channel channel, boolean http2) {
            if (closed || !channel.isActive()) {
                var _ = channel.close();
                failed("it hung up at once");
                return;
            }
            open.add(channel);
            channel.closeFuture().addListener(_ -> open.remove(channel));
            if (http2) {
                mayShare = true;
                Http2.on(channel, server, this::agreed, this::failed, Pool.this::next);
            } else {
                dialling--;
                mayShare = false;
                var connection = new Http1(server, Pool.this);
                channel.pipeline().addLast(connection);
                takeBack(connection);
                next();
            }
        }

        private void agreed(Http2 connection) {
            dialling--;
            shared = connection;
            sweepLater();
            next();
        }

        /// Where one connection was to carry all that wait, none of them is carried.
        @Override
        public void failed(String why) {
            dialling--;
            fail(mayShare ? waiting.size() : 1, Kind.NOT_REACHED, why);
            next();
        }
    }
}
