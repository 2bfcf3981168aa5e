package lastgood.gateway.client;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Locale;

/// The heads of requests as HTTP/2 has them.
final class Http2Heads {
    static final AsciiString RETRY_AFTER = AsciiString.cached("retry-after");
    static final AsciiString JSON_LENGTH =
            AsciiString.cached(Request.JSON_LENGTH.toLowerCase(Locale.ROOT));

    private static final AsciiString TYPE = AsciiString.cached("content-type");
    private static final AsciiString LENGTH = AsciiString.cached("content-length");

    private Http2Heads() {}

    static Http2Headers of(Server server, Request request) {
        var headers =
                new DefaultHttp2Headers(false)
                        .method(request.isPost() ? "POST" : "GET")
                        .scheme(server.speech().wire())
                        .authority(server.authority())
                        .path(server.path() + request.path());
        if (request.isPost()) {
            headers.set(TYPE, request.contentType());
            headers.set(LENGTH, Integer.toString(request.size()));
        }
        if (request.json().isPresent()) {
            headers.set(JSON_LENGTH, Integer.toString(request.json().getAsInt()));
        }
        return headers;
    }
}
