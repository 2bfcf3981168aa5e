package lastgood.gateway.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import lastgood.gateway.loop.EventLoops;
import org.jspecify.annotations.Nullable;

/// Opens connections. Names are looked up, and keys and certificates worked at, elsewhere than on a loop: both can take their
/// time.
final class Dialler {
    /// For a connection, and as much again for what has to be agreed on it.
    static final Duration WITHIN = Duration.ofSeconds(2);

    private static final String HTTP_2 = "h2";

    private final Supplier<SSLContext> trust;

    /// Who is told, on the loop.
    interface Told {
        void connected(Channel channel, boolean http2);

        void failed(String why);
    }

    Dialler() {
        this(Dialler::usual);
    }

    /// @param trust by which servers are known
    Dialler(Supplier<SSLContext> trust) {
        this.trust = trust;
    }

    void dial(Server server, EventLoop loop, Told told) {
        Thread.ofVirtual()
                .name("dial-" + server.host())
                .start(() -> {
                    try {
                        var addresses = InetAddress.getAllByName(server.host());
                        var tls = server.speech() == Server.Speech.HTTPS;
                        var context = tls ? trust.get() : null;
                        EventLoops.doOn(
                                loop,
                                () ->
                                        new Attempt(server, loop, told, context)
                                                .next(new ArrayDeque<>(List.of(addresses)), ""));
                    } catch (UnknownHostException _) {
                        EventLoops.doOn(
                                loop, () -> told.failed("nobody knows the name " + server.host()));
                    } catch (RuntimeException e) {
                        EventLoops.doOn(loop, () -> told.failed(e.toString()));
                    }
                });
    }

    private static SSLContext usual() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("there is no TLS", e);
        }
    }

    /// The addresses of one name, one after the other.
    private record Attempt(Server server, EventLoop loop, Told told, @Nullable SSLContext tls) {

        void next(Queue<InetAddress> left, String before) {
            var address = left.poll();
            if (address == null) {
                told.failed(before);
                return;
            }
            var _ =
                    new Bootstrap()
                            .group(loop)
                            .channel(EventLoops.socketChannel())
                            .option(ChannelOption.TCP_NODELAY, true)
                            .option(ChannelOption.SO_KEEPALIVE, true)
                            .option(
                                    ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                    Math.toIntExact(WITHIN.toMillis()))
                            .handler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel made) {
                                            // What comes first is for whoever is told.
                                        }
                                    })
                            .connect(new InetSocketAddress(address, server.port()))
                            .addListener((ChannelFuture done) -> {
                                if (!done.isSuccess()) {
                                    next(left, String.valueOf(done.cause().getMessage()));
                                } else if (tls == null) {
                                    told.connected(
                                            done.channel(), server.speech() == Server.Speech.H2C);
                                } else {
                                    shakeHands(done.channel(), tls);
                                }
                            });
        }

        private void shakeHands(Channel channel, SSLContext context) {
            var engine = context.createSSLEngine(server.host(), server.port());
            engine.setUseClientMode(true);
            var wanted = engine.getSSLParameters();
            wanted.setEndpointIdentificationAlgorithm("HTTPS");
            wanted.setApplicationProtocols(new String[] {HTTP_2, "http/1.1"});
            engine.setSSLParameters(wanted);
            var handler = new SslHandler(engine, false, Thread::startVirtualThread);
            handler.setHandshakeTimeoutMillis(WITHIN.toMillis());
            channel.pipeline().addLast(handler);
            handler.handshakeFuture()
                    .addListener(done -> {
                        if (done.isSuccess()) {
                            told.connected(channel, HTTP_2.equals(engine.getApplicationProtocol()));
                        } else {
                            var _ = channel.close();
                            told.failed(String.valueOf(done.cause()));
                        }
                    });
        }
    }
}
