package lastgood.gateway.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lastgood.gateway.client.Failure.Kind;
import org.jspecify.annotations.Nullable;

/// One connection that speaks HTTP/2 and carries many requests at once, as many as the server allows. The frames are read and
/// written by a library.
///
/// A request that is given up takes its stream with it, and the connection stays: so the server is asked for a sign of
/// life then, and what shows none is closed, or it would swallow all that comes after.
final class Http2 extends Http2ConnectionHandler implements Exchange.Carrier {
    private static final int WINDOW = 1 << 20;
    private static final int MOST_HEAD = 32 << 10;
    private static final int MOST_RESETS = 200;
    private static final int RESETS_WITHIN_SECONDS = 10;

    private final Server server;
    private final Consumer<Http2> agreed;
    private final Consumer<String> refused;
    private final Runnable room;
    private final IntObjectMap<Http2Exchange> streams = new IntObjectHashMap<>();
    private @Nullable ChannelHandlerContext context;
    private String why = "the connection was closed";
    private boolean settled;
    private boolean leaving;
    private boolean pinged;
    private long since = System.nanoTime();

    private Http2(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Making making) {
        super(decoder, encoder, settings);
        server = making.server;
        agreed = making.agreed;
        refused = making.refused;
        room = making.room;
        connection().addListener(new Streams());
        decoder.frameListener(new Frames());
    }

    /// Begins to speak it.
    ///
    /// @param agreed told once the server has said what it allows
    /// @param refused told instead where it never does
    /// @param room told whenever a request is over
    static void on(
            Channel channel,
            Server server,
            Consumer<Http2> agreed,
            Consumer<String> refused,
            Runnable room) {
        var http2 = new Making(server, agreed, refused, room).build();
        channel.pipeline().addLast(http2);
        var _ =
                channel.eventLoop()
                        .schedule(
                                http2::endUnsettled,
                                Dialler.WITHIN.toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    /// Whether new requests may go here, perhaps once others are over.
    boolean isTaking() {
        return settled && !leaving && open().channel().isActive();
    }

    boolean hasRoom() {
        return connection().local().canOpenStream();
    }

    /// Whether nobody has used it since then, in nanoseconds.
    boolean isIdleSince(long then) {
        return streams.isEmpty() && since - then < 0;
    }

    /// Takes nothing more, and ends with the last request that it carries.
    void leave() {
        leaving = true;
        end();
    }

    void begin(Exchange exchange) {
        var to = open();
        int id = connection().local().incrementAndGetNextStreamId();
        if (id < 0) { // All numbers of this connection are used up.
            leave();
            exchange.failed(Kind.STALE, server.authority() + ": the connection is used up");
            return;
        }
        var request = exchange.request();
        var stream = new Http2Exchange(id, exchange);
        streams.put(id, stream);
        exchange.carriedBy(this);
        boolean alone = request.size() == 0;
        encoder()
                .writeHeaders(to, id, Http2Heads.of(server, request), 0, alone, to.newPromise())
                .addListener((ChannelFuture sent) -> {
                    if (!sent.isSuccess()) {
                        fail(id, Kind.STALE, String.valueOf(sent.cause()));
                    }
                });
        if (!alone) {
            var body = Unpooled.wrappedBuffer(request.body(), 0, request.size());
            var _ = encoder().writeData(to, id, body, 0, true, to.newPromise());
        }
        flush(to);
    }

    @Override
    public void giveUp(Exchange exchange) {
        for (var stream : streams.values()) {
            if (stream.exchange == exchange) {
                streams.remove(stream.id);
                reset(stream.id, Http2Error.CANCEL);
                ping();
                return;
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        super.handlerAdded(added);
        widen(added);
    }

    /// All streams together may have under way what one may.
    private void widen(ChannelHandlerContext to) throws Http2Exception {
        var all = connection().connectionStream();
        var flow = connection().local().flowController();
        flow.incrementWindowSize(all, WINDOW - flow.windowSize(all));
        flush(to);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ended) throws Exception {
        leaving = true;
        for (var stream : new ArrayList<>(streams.values())) {
            fail(stream.id, stream.isBegun() ? Kind.CUT_OFF : Kind.BROKEN, why);
        }
        refuse(why);
        room.run();
        super.channelInactive(ended);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext failed,
            boolean outbound,
            Throwable cause,
            @Nullable Http2Exception error) {
        why = String.valueOf(cause.getMessage());
        leaving = true;
        if (error != null && !outbound) {
            for (var stream : new ArrayList<>(streams.values())) {
                fail(stream.id, Kind.MALFORMED, why);
            }
        }
        super.onConnectionError(failed, outbound, cause, error);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext failed,
            boolean outbound,
            Throwable cause,
            Http2Exception.StreamException error) {
        fail(error.streamId(), Kind.MALFORMED, String.valueOf(error.getMessage()));
        super.onStreamError(failed, outbound, cause, error);
    }

    private ChannelHandlerContext open() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    private void settle() {
        if (!settled) {
            settled = true;
            agreed.accept(this);
        } else {
            room.run();
        }
    }

    private void endUnsettled() {
        if (!settled) {
            why = "it did not say within " + Dialler.WITHIN + " what it allows";
            var _ = open().close();
            refuse(why);
        }
    }

    private void refuse(String reason) {
        if (!settled) {
            settled = true;
            refused.accept(reason);
        }
    }

    private void reset(int id, Http2Error error) {
        var to = open();
        var _ = resetStream(to, id, error.code(), to.newPromise());
        flush(to);
    }

    private void ping() {
        var to = open();
        if (!pinged && to.channel().isActive()) {
            pinged = true;
            var _ = encoder().writePing(to, false, System.nanoTime(), to.newPromise());
            flush(to);
            var _ =
                    to.executor()
                            .schedule(
                                    this::endUnheard,
                                    Dialler.WITHIN.toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    private void endUnheard() {
        if (pinged) {
            why = "it shows no sign of life";
            var _ = open().close(); // Nobody would read a farewell.
        }
    }

    private void fail(int id, Kind kind, String reason) {
        var stream = streams.remove(id);
        if (stream != null) {
            stream.exchange.failed(kind, server.authority() + ": " + reason);
        }
    }

    /// One that takes nothing more ends with its last request.
    private void end() {
        if (leaving && streams.isEmpty() && open().channel().isActive()) {
            var _ = open().close();
        }
    }

    /// A response may come before all of its request has gone out: the rest of it is kept back.
    private void answered(Http2Exchange stream) {
        streams.remove(stream.id);
        since = System.nanoTime();
        var theirs = connection().stream(stream.id);
        if (theirs != null && theirs.state().localSideOpen()) {
            reset(stream.id, Http2Error.CANCEL);
        }
        stream.exchange.answered(stream.response());
    }

    private void malformed(int id, String reason) {
        fail(id, Kind.MALFORMED, reason);
        reset(id, Http2Error.CANCEL);
    }

    /// What becomes of streams.
    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamClosed(Http2Stream stream) {
            fail(stream.id(), Kind.RESET, "its stream was closed");
            room.run();
            end();
        }

        /// What came after the last that it names, the server has not begun, and will not.
        @Override
        public void onGoAwayReceived(int last, long code, ByteBuf said) {
            leaving = true;
            for (var stream : new ArrayList<>(streams.values())) {
                if (stream.id > last) {
                    fail(stream.id, Kind.STALE, "it goes away, code " + code);
                }
            }
            room.run();
        }
    }

    /// What comes.
    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext reading, Http2Settings said) {
            settle();
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext reading, long data) {
            pinged = false;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext reading,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean last) {
            onHeadersRead(reading, id, headers, padding, last);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext reading,
                int id,
                Http2Headers headers,
                int padding,
                boolean last) {
            var stream = streams.get(id);
            if (stream == null) {
                return;
            }
            try {
                stream.head(headers);
                if (last) {
                    stream.end();
                    answered(stream);
                }
            } catch (MalformedException e) {
                malformed(id, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext reading, int id, ByteBuf data, int padding, boolean last) {
            int taken = data.readableBytes() + padding;
            var stream = streams.get(id);
            if (stream == null) {
                return taken;
            }
            try {
                stream.body(data);
                if (last) {
                    stream.end();
                    answered(stream);
                }
            } catch (MalformedException e) {
                malformed(id, String.valueOf(e.getMessage()));
            }
            return taken;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext reading, int id, long code) {
            boolean untouched = code == Http2Error.REFUSED_STREAM.code();
            fail(
                    id,
                    untouched ? Kind.REFUSED : Kind.RESET,
                    "it reset the stream: " + Http2Error.valueOf(code));
        }
    }

    private static final class Making extends AbstractHttp2ConnectionHandlerBuilder<Http2, Making> {
        private final Server server;
        private final Consumer<Http2> agreed;
        private final Consumer<String> refused;
        private final Runnable room;

        Making(Server server, Consumer<Http2> agreed, Consumer<String> refused, Runnable room) {
            this.server = server;
            this.agreed = agreed;
            this.refused = refused;
            this.room = room;
            server(false);
            initialSettings(
                    Http2Settings.defaultSettings()
                            .pushEnabled(false)
                            .initialWindowSize(WINDOW)
                            .maxHeaderListSize(MOST_HEAD));
            decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_WITHIN_SECONDS);
            gracefulShutdownTimeoutMillis(0);
        }

        @Override
        protected Http2 build() {
            return super.build();
        }

        @Override
        protected Http2 build(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings settings) {
            return new Http2(decoder, encoder, settings, this);
        }
    }
}
