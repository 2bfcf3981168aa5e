package lastgood.gateway.client;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import lastgood.gateway.loop.EventLoops;
import org.jspecify.annotations.Nullable;

/// A server that speaks HTTP/2 by Netty's own server side, and does with requests what a test says.
public final class Http2Server implements AutoCloseable {
    private final EventLoops loops = new EventLoops(1);
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<Ask> asked = new CopyOnWriteArrayList<>();
    private final List<Long> resets = new CopyOnWriteArrayList<>();
    private final String scheme;
    private final Channel door;
    private volatile String early = "";
    private volatile Manner manner = ask -> ask.answer(ask.body());

    /// How requests are answered, once all of one is there.
    public interface Manner {
        void answer(Ask ask);
    }

    /// One request.
    ///
    /// @param connection counted from one
    public record Ask(
            ChannelHandlerContext context,
            Http2FrameStream stream,
            Http2Headers headers,
            String body,
            int connection) {

        public void answer(String text) {
            head("200", false);
            data(text, true);
        }

        public void head(String status, boolean last) {
            write(
                    new DefaultHttp2HeadersFrame(
                                    new DefaultHttp2Headers(false).status(status), last)
                            .stream(stream));
        }

        void data(String text, boolean last) {
            var bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
            write(new DefaultHttp2DataFrame(bytes, last).stream(stream));
        }

        public void reset(Http2Error error) {
            write(new DefaultHttp2ResetFrame(error).stream(stream));
        }

        /// It takes no more requests, and none of those behind one.
        ///
        /// @param last stream that it has begun
        public void goAway(int last) {
            var codec = context.pipeline().context(Http2FrameCodec.class);
            var _ =
                    ((Http2FrameCodec) codec.handler())
                            .goAway(
                                    codec,
                                    last,
                                    Http2Error.NO_ERROR.code(),
                                    Unpooled.EMPTY_BUFFER,
                                    codec.newPromise());
            codec.flush();
        }

        void write(Object frame) {
            var _ = context.writeAndFlush(frame);
        }
    }

    public Http2Server(Http2Settings settings) {
        this(settings, null);
    }

    Http2Server(Http2Settings settings, @Nullable SSLContext tls) {
        scheme = tls == null ? "h2c" : "https";
        door =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(EventLoops.serverChannel())
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel made) {
                                        accepted.incrementAndGet();
                                        made.closeFuture()
                                                .addListener(_ -> ended.incrementAndGet());
                                        if (tls != null) {
                                            made.pipeline().addLast(tls(tls));
                                        }
                                        made.pipeline()
                                                .addLast(
                                                        Http2FrameCodecBuilder.forServer()
                                                                .initialSettings(settings)
                                                                .build(),
                                                        new Frames(accepted.get()));
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private static SslHandler tls(SSLContext context) {
        var engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    public String url() {
        return server().address().toString();
    }

    Server server() {
        return at("127.0.0.1");
    }

    Server at(String host) {
        int port = ((InetSocketAddress) door.localAddress()).getPort();
        return Server.at(URI.create(scheme + "://" + host + ":" + port));
    }

    public void does(Manner now) {
        manner = now;
    }

    public int accepted() {
        return accepted.get();
    }

    /// Does not wait for bodies from now on.
    void answersHeads(String status) {
        early = status;
    }

    int ended() {
        return ended.get();
    }

    public List<Ask> asked() {
        return asked;
    }

    /// Codes with which the other side reset streams.
    List<Long> resets() {
        return resets;
    }

    @Override
    public void close() {
        door.close().syncUninterruptibly();
        loops.close();
    }

    private final class Frames extends ChannelInboundHandlerAdapter {
        private final int connection;
        private final Map<Integer, Http2Headers> heads = new HashMap<>();
        private final Map<Integer, ByteBuf> bodies = new HashMap<>();

        Frames(int connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                switch (frame) {
                    case Http2HeadersFrame head -> {
                        heads.put(head.stream().id(), head.headers());
                        if (!early.isEmpty()) {
                            new Ask(context, head.stream(), head.headers(), "", connection)
                                    .head(early, true);
                        }
                        if (head.isEndStream()) {
                            complete(context, head.stream());
                        }
                    }
                    case Http2DataFrame data -> {
                        bodies.computeIfAbsent(data.stream().id(), _ -> Unpooled.buffer())
                                .writeBytes(data.content().duplicate());
                        var _ =
                                context.writeAndFlush(
                                        new DefaultHttp2WindowUpdateFrame(
                                                        data.initialFlowControlledBytes())
                                                .stream(data.stream()));
                        if (data.isEndStream()) {
                            complete(context, data.stream());
                        }
                    }
                    case Http2ResetFrame reset -> resets.add(reset.errorCode());
                    default -> {}
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        private void complete(ChannelHandlerContext context, Http2FrameStream stream) {
            var head = heads.remove(stream.id());
            var body = bodies.remove(stream.id());
            if (head == null) {
                throw new AssertionError("a request without a head");
            }
            var text = body == null ? "" : body.toString(StandardCharsets.US_ASCII);
            var ask = new Ask(context, stream, head, text, connection);
            asked.add(ask);
            manner.answer(ask);
        }
    }
}
