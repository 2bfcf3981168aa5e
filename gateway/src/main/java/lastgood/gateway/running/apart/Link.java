package lastgood.gateway.running.apart;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.tensor.BadData;
import org.jspecify.annotations.Nullable;

/// What one event loop asks of a runner, one question at a time; others wait their turn here. All of it happens on that
/// loop.
///
/// A question that was given up while the runner works on it keeps the link busy: until the answer comes after all, or the
/// grace is over and the process is killed.
final class Link {
    private final EventLoop loop;
    private final RunnerLimits limits;
    private final Consumer<String> kill;
    private final Deque<Ask> waiting = new ArrayDeque<>();
    private @Nullable Ask underWay;
    private @Nullable Channel channel;
    private boolean closed;
    private volatile boolean idle = true;

    /// @param kill ends the process, with the reason
    Link(EventLoop loop, RunnerLimits limits, Consumer<String> kill) {
        this.loop = loop;
        this.limits = limits;
        this.kill = kill;
    }

    EventLoop loop() {
        return loop;
    }

    /// Whether nobody waits for anything; to be looked at from anywhere.
    boolean isIdle() {
        return idle;
    }

    /// Connects to a process that has loaded; done when questions can be asked.
    CompletableFuture<Boolean> connect(Path socket) {
        var connected = new CompletableFuture<Boolean>();
        if (loop.isShuttingDown()) {
            connected.complete(false);
            return connected;
        }
        var _ =
                new Bootstrap()
                        .group(loop)
                        .channel(EventLoops.localChannel())
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel made) {
                                        made.pipeline().addLast(frames(), new Replies());
                                    }
                                })
                        .connect(EventLoops.localAddress(socket))
                        .addListener((ChannelFuture done) -> {
                            if (done.isSuccess()) {
                                attach(done.channel());
                            }
                            connected.complete(done.isSuccess());
                        });
        return connected;
    }

    void offer(Ask ask) {
        if (closed) {
            ask.away("it is let go of");
        } else if (isStuck() && !ask.wait) {
            ask.away("it does not answer");
        } else if (waiting.size() >= limits.waiting()) {
            ask.away("too many wait for it");
        } else {
            waiting.add(ask);
            idle = false;
            next();
        }
    }

    /// Nobody listens to this one any more.
    void giveUp(Ask ask) {
        ask.giveUp();
        if (ask != underWay) {
            waiting.remove(ask);
            rest();
        } else {
            later(() -> {
                if (ask == underWay) {
                    kill.accept(
                            "it was killed: it still worked on a request %d ms after its deadline"
                                    .formatted(limits.grace().toMillis()));
                }
            });
            // Whoever does not want to wait is told now, and not at the end of a deadline of its
            // own.
            turnAway(other -> !other.wait, "it does not answer");
        }
    }

    /// Whoever asks from now on is told that nobody is there; those who wait still have their turn.
    void close() {
        closed = true;
        if (channel == null) {
            turnAway(_ -> true, "it is let go of");
            rest();
        }
    }

    private boolean isStuck() {
        return channel == null || (underWay != null && underWay.isOver());
    }

    /// Whoever is told may ask for something else at once: so they are told when nobody is looked at any more.
    private void turnAway(Predicate<Ask> whom, String why) {
        var away = new ArrayList<Ask>();
        waiting.removeIf(ask -> {
            boolean goes = !ask.isOver() && whom.test(ask);
            if (goes) {
                away.add(ask);
            }
            return goes || ask.isOver();
        });
        away.forEach(ask -> ask.away(why));
    }

    /// A loop that was busy while the process ended and another took its place may hear of the new connection before the
    /// end of the old one.
    private void attach(Channel connected) {
        if (channel != null) {
            ended();
        }
        channel = connected;
        next();
    }

    private void next() {
        var open = channel;
        if (open == null || underWay != null) {
            return;
        }
        for (var ask = waiting.poll(); ask != null; ask = waiting.poll()) {
            if (!ask.isOver()) {
                underWay = ask;
                var _ =
                        open.writeAndFlush(
                                Unpooled.wrappedBuffer(ask.frame.duplicate()), open.voidPromise());
                return;
            }
        }
        rest();
    }

    private void rest() {
        idle = underWay == null && waiting.isEmpty();
    }

    private void arrived(Frames.Reply reply) {
        var ask = underWay;
        underWay = null;
        if (ask != null) {
            ask.answered(reply);
        }
        next();
    }

    private void ended() {
        channel = null;
        var ask = underWay;
        underWay = null;
        if (ask != null && ask.isAskedAgain()) {
            waiting.addFirst(ask);
        }
        turnAway(other -> !other.wait || closed, "its process ended");
        rest();
    }

    private void later(Runnable work) {
        try {
            var _ = loop.schedule(work, limits.grace().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // the gateway has ended, and the process with it
        }
    }

    private LengthFieldBasedFrameDecoder frames() {
        return new LengthFieldBasedFrameDecoder(
                ByteOrder.LITTLE_ENDIAN,
                limits.answer() + Frames.HEAD,
                0,
                Frames.HEAD,
                0,
                Frames.HEAD,
                true);
    }

    private final class Replies extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
            if (!isCurrent(context)) {
                return;
            }
            try {
                arrived(Frames.reply(frame.nioBuffer()));
            } catch (BadData e) {
                kill.accept("it was killed: its answer cannot be read: " + e.complaint());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (isCurrent(context)) {
                ended();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (isCurrent(context)) {
                kill.accept(""); // as a rule it has ended, and how is told by its end
            }
            var _ = context.close();
        }

        /// Else its process has ended, and another one is asked already.
        private boolean isCurrent(ChannelHandlerContext context) {
            return context.channel().equals(channel);
        }
    }
}
