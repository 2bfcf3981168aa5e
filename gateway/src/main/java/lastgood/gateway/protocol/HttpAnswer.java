package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;

/// What a request comes to, without anything about the connection it came by.
///
/// @param type media type of the body
/// @param headers beside those every response has
record HttpAnswer(int status, String type, List<Header> headers, ByteBuf body) {
    static final String JSON = "application/json";

    HttpAnswer {
        headers = List.copyOf(headers);
    }

    record Header(String name, String value) {}

    HttpAnswer with(Header... more) {
        var all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return new HttpAnswer(status, type, all, body);
    }

    /// @param last the connection ends with it
    FullHttpResponse response(boolean last) {
        // Every value is our own and was checked when it was made.
        var all = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        all.set(HttpHeaderNames.CONTENT_TYPE, type);
        all.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        headers.forEach(header -> all.set(header.name(), header.value()));
        if (last) {
            all.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                body,
                all,
                EmptyHttpHeaders.INSTANCE);
    }

    /// The caller asked first whether his body is welcome.
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }
}
