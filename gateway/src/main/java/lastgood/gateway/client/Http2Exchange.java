package lastgood.gateway.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on a stream of its own, and as much of its response as has come.
final class Http2Exchange {
    private static final int FIRST_FINAL = 200;

    final int id;
    final Exchange exchange;
    private final ResponseBody body;
    private @Nullable Http2Headers head;
    private int status;

    Http2Exchange(int id, Exchange exchange) {
        this.id = id;
        this.exchange = exchange;
        body = new ResponseBody(exchange.request().mostBody());
    }

    boolean isBegun() {
        return head != null;
    }

    /// An interim head says nothing, and trailers nothing that matters here.
    void head(Http2Headers headers) throws MalformedException {
        if (head == null) {
            int said = status(headers);
            if (said >= FIRST_FINAL) {
                head = headers;
                status = said;
            }
        }
    }

    void body(ByteBuf data) throws MalformedException {
        if (head == null) {
            throw new MalformedException("it has a body before its head");
        }
        body.add(data, data.readableBytes());
    }

    /// Nothing more comes.
    void end() throws MalformedException {
        if (head == null) {
            throw new MalformedException("it ends before its head");
        }
    }

    Response response() {
        if (head == null) {
            throw new IllegalStateException("it has no head");
        }
        return new Response(
                status,
                head.contains(Http2Heads.RETRY_AFTER),
                Optional.ofNullable(head.get(Http2Heads.JSON_LENGTH)).map(CharSequence::toString),
                body.bytes());
    }

    private static int status(Http2Headers headers) throws MalformedException {
        var said = String.valueOf(headers.status());
        if (!said.matches("[1-9][0-9][0-9]")) {
            throw new MalformedException("its status is '" + said + "'");
        }
        return Integer.parseInt(said);
    }
}
