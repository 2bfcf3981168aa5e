package lastgood.gateway.protocol;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.memory.Budget;

/// The socket on which callers ask for predictions.
public final class PredictionPort implements AutoCloseable {
    private static final int BACKLOG = 1024;

    /// A caller who sends more requests than this without an answer to the first is hung up on.
    private static final int SENT_AHEAD = 256;

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final HttpLimits limits;
    private final Predictions predictions;
    private final Traffic traffic;
    private final Budget budget;
    private final Budget answers;
    private final EventLoops loops;
    private final Map<Channel, Connection> connections = new ConcurrentHashMap<>();
    private final Channel socket;

    private PredictionPort(
            InetSocketAddress at,
            EventLoops loops,
            HttpLimits limits,
            Budget budget,
            Predictions predictions,
            Traffic traffic)
            throws IOException {
        this.limits = limits;
        this.predictions = predictions;
        this.traffic = traffic;
        this.budget = budget;
        this.answers = new Budget(limits.held());
        this.loops = loops;
        socket = bind(at);
    }

    /// Listens from now on.
    ///
    /// @param loops on which callers are served; whoever made them closes them
    /// @param budget of what requests hold, at this port and at any other
    public static PredictionPort open(
            InetSocketAddress at,
            EventLoops loops,
            HttpLimits limits,
            Budget budget,
            Predictions predictions,
            Traffic traffic)
            throws IOException {
        return new PredictionPort(at, loops, limits, budget, predictions, traffic);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.localAddress();
    }

    /// Accepts nothing more, and lets requests under way end and their answers be read, for at most `within`; requests of
    /// other ports are waited for too.
    public void drain(Duration within) {
        traffic.end();
        socket.close().syncUninterruptibly();
        connections.forEach((channel, connection) ->
                channel.eventLoop()
                        .execute(() -> {
                            var context = channel.pipeline().context(connection);
                            if (context != null) {
                                connection.leave(context);
                            }
                        }));
        long end = System.nanoTime() + within.toNanos();
        while ((traffic.underWay() > 0 || isBeingRead()) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        close();
    }

    private boolean isBeingRead() {
        return connections.keySet().stream().anyMatch(AnswerWriter::isUnderWay);
    }

    @Override
    public void close() {
        socket.close().syncUninterruptibly();
    }

    private Channel bind(InetSocketAddress at) throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(EventLoops.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        welcome(channel);
                                    }
                                })
                        .bind(at)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("the prediction port cannot listen on " + at, bound.cause());
        }
        return bound.channel();
    }

    private void welcome(SocketChannel channel) {
        if (connections.size() >= limits.connections()) {
            var _ = channel.close();
            return;
        }
        var connection = new Connection(predictions, limits, traffic, budget, answers);
        connections.put(channel, connection);
        channel.closeFuture().addListener(_ -> connections.remove(channel));
        channel.pipeline()
                .addLast(
                        connection.lane(),
                        new HttpServerCodec(
                                new HttpDecoderConfig()
                                        .setMaxInitialLineLength(limits.line())
                                        .setMaxHeaderSize(limits.headerBytes()),
                                SENT_AHEAD),
                        connection);
    }
}
