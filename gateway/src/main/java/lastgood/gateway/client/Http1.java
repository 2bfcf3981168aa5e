package lastgood.gateway.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One connection that speaks HTTP/1.1: one request at a time, the next one only once all of a response has come and nothing
/// behind it.
final class Http1 extends ChannelInboundHandlerAdapter implements Exchange.Carrier {
    /// A server that had closed the connection before it saw the request is heard of by then. What takes longer may have
    /// been at work.
    private static final long STALE_NANOS = 100_000_000;

    private final Server server;
    private final Pool pool;
    private final Head head;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange current;
    private ResponseReader reader = new ResponseReader(0);
    private boolean used;
    private boolean surplus;
    private boolean complete;
    private long since;
    private String why = "the connection was closed";

    Http1(Server server, Pool pool) {
        this.server = server;
        this.pool = pool;
        head = new Head(server);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    boolean isOpen() {
        return context != null && context.channel().isActive();
    }

    /// Since when nobody uses it.
    long idleSince() {
        return since;
    }

    /// It is used later, if at all.
    void rest() {
        used = true;
        since = System.nanoTime();
    }

    void close() {
        if (context != null) {
            var _ = context.close();
        }
    }

    /// Sends a request. Nobody else uses the connection until it is given back to the pool.
    void begin(Exchange exchange) {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        var request = exchange.request();
        ByteBuf out;
        try {
            out = bytes(context, request);
        } catch (RuntimeException | Error e) {
            close(); // Nobody has it any more.
            throw e;
        }
        current = exchange;
        exchange.carriedBy(this);
        reader = new ResponseReader(request.mostBody());
        complete = false;
        since = System.nanoTime();
        var _ = context.writeAndFlush(out, context.voidPromise());
    }

    private ByteBuf bytes(ChannelHandlerContext to, Request request) {
        var top = head.of(request);
        var bytes = to.alloc().directBuffer(top.length + Head.MOST_LENGTHS + request.size());
        bytes.writeBytes(top);
        if (request.isPost()) {
            head.lengths(request, bytes);
        }
        bytes.writeBytes(Head.END);
        return bytes.writeBytes(request.body(), 0, request.size());
    }

    @Override
    public void giveUp(Exchange exchange) {
        if (exchange == current) {
            current = null;
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        var in = (ByteBuf) message;
        try {
            if (current == null || complete) {
                surplus = true; // Who knows to what it belongs.
            } else if (reader.read(in)) {
                complete = true;
                surplus = in.isReadable();
            }
        } catch (MalformedException e) {
            fail(Failure.Kind.MALFORMED, String.valueOf(e.getMessage()));
            close();
        } finally {
            in.release();
        }
    }

    /// Only here all is known that came with a response.
    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        if (complete) {
            finish(reading);
        } else if (surplus) {
            close();
        }
    }

    private void finish(ChannelHandlerContext reading) {
        var exchange = current;
        var response = reader.response();
        current = null;
        complete = false;
        // A response may come before all of its request has gone out.
        var out = reading.channel().unsafe().outboundBuffer();
        if (reader.isKept() && !surplus && out != null && out.isEmpty()) {
            rest();
            pool.takeBack(this);
        } else {
            close();
        }
        if (exchange != null) {
            exchange.answered(response);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ended) {
        pool.forget(this);
        if (current != null) {
            if (reader.isBegun() && reader.end()) {
                finish(ended);
            } else {
                fail(kind(), why);
            }
        }
    }

    private Failure.Kind kind() {
        if (reader.isBegun()) {
            return Failure.Kind.CUT_OFF;
        }
        return used && System.nanoTime() - since < STALE_NANOS
                ? Failure.Kind.STALE
                : Failure.Kind.BROKEN;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        why = cause.toString();
        var _ = failed.close();
    }

    private void fail(Failure.Kind kind, String detail) {
        var exchange = current;
        current = null;
        if (exchange != null) {
            exchange.failed(kind, server.authority() + ": " + detail);
        }
    }

    /// The heads of requests to one server. All but their lengths is the same again and again.
    private static final class Head {
        private static final byte[] END = ascii("\r\n\r\n");
        private static final byte[] JSON = ascii("\r\n" + Request.JSON_LENGTH + ": ");
        private static final int DIGITS = 10;
        private static final int MOST_LENGTHS = JSON.length + 2 * DIGITS + END.length;

        private final Server server;
        private String path = "";
        private String type = "";
        private byte[] last = END;

        Head(Server server) {
            this.server = server;
        }

        /// Up to the number that says how long the body is.
        byte[] of(Request request) {
            var wanted = request.isPost() ? request.contentType() : "";
            if (!request.path().equals(path) || !wanted.equals(type)) {
                path = request.path();
                type = wanted;
                last =
                        ascii(
                                (request.isPost() ? "POST " : "GET ")
                                        + server.path()
                                        + path
                                        + " HTTP/1.1\r\nHost: "
                                        + server.authority()
                                        + "\r\nAccept: */*"
                                        + (request.isPost()
                                                ? "\r\nContent-Type: "
                                                        + type
                                                        + "\r\nContent-Length: "
                                                : ""));
            }
            return last;
        }

        void lengths(Request request, ByteBuf into) {
            into.writeCharSequence(Integer.toString(request.size()), StandardCharsets.US_ASCII);
            if (request.json().isPresent()) {
                into.writeBytes(JSON);
                into.writeCharSequence(
                        Integer.toString(request.json().getAsInt()), StandardCharsets.US_ASCII);
            }
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
