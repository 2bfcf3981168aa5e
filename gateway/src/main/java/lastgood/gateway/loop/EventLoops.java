package lastgood.gateway.loop;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The event loops of one gateway: each serves its own connections, and whatever they ask of runners, on one thread.
public final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group;
    private final ThreadLocal<EventLoop> here = ThreadLocal.withInitial(this::find);

    public EventLoops(int threads) {
        group =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        Thread.ofPlatform().daemon().name("predict-", 0).factory(),
                        ioHandler());
    }

    public EventLoopGroup group() {
        return group;
    }

    public List<EventLoop> all() {
        var loops = new ArrayList<EventLoop>();
        group.forEach(executor -> loops.add((EventLoop) executor));
        return loops;
    }

    /// The one that calls.
    public EventLoop here() {
        return here.get();
    }

    /// For callers.
    public static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /// One of those, not yet bound.
    public static ServerChannel newServerChannel() {
        return Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    }

    /// For servers elsewhere.
    public static Class<? extends Channel> socketChannel() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// For a process on this machine.
    public static Class<? extends Channel> localChannel() {
        return Epoll.isAvailable() ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    }

    public static SocketAddress localAddress(Path socket) {
        return Epoll.isAvailable()
                ? new DomainSocketAddress(socket.toFile())
                : UnixDomainSocketAddress.of(socket);
    }

    /// Has a loop do something, from any thread.
    ///
    /// @return false: the loop has ended with its gateway, and nothing is done
    public static boolean doOn(Executor loop, Runnable work) {
        try {
            loop.execute(work);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private EventLoop find() {
        return all().stream()
                .filter(EventLoop::inEventLoop)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                Thread.currentThread() + " is none of these loops"));
    }

    private static IoHandlerFactory ioHandler() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }
}
