package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lastgood.gateway.protocol.dialect.Document;
import lastgood.gateway.protocol.dialect.Sent;

/// What a request comes to, without anything about the connection it came by.
///
/// @param type media type of the body
/// @param headers beside those every response has
record HttpAnswer(int status, String type, List<Header> headers, ByteBuf body) {
    static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";

    /// What a head takes, mostly.
    private static final int HEAD = 256;

    /// Copying so much beside the head costs less than sending two pieces.
    private static final int COPIED = 8 << 10;

    HttpAnswer {
        headers = List.copyOf(headers);
    }

    record Header(String name, String value) {}

    /// A prediction.
    static HttpAnswer of(Document document, List<Header> headers) {
        return document.json().isEmpty()
                ? new HttpAnswer(200, JSON, headers, document.body())
                : new HttpAnswer(200, BYTES, headers, document.body())
                        .with(
                                new Header(
                                        Sent.JSON_LENGTH,
                                        Integer.toString(document.json().getAsInt())));
    }

    HttpAnswer with(Header... more) {
        var all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return new HttpAnswer(status, type, all, body);
    }

    /// Compressed, where the caller accepts that and it pays.
    ///
    /// @param accepted the value of his `Accept-Encoding`
    HttpAnswer packed(String accepted) {
        if (!Deflation.pays(body.readableBytes())) {
            return this;
        }
        return Coding.best(accepted)
                .flatMap(best ->
                        Deflation.of(body, best)
                                .map(packed ->
                                        new HttpAnswer(status, type, headers, packed)
                                                .with(
                                                        new Header(
                                                                "Content-Encoding",
                                                                best.toString()))))
                .orElse(this);
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

    /// The same, as HTTP/1.1 writes it, in one piece.
    ///
    /// @param last the connection ends with it
    ByteBuf bytes(boolean last) {
        byte[] head = head(last).getBytes(StandardCharsets.ISO_8859_1);
        int size = body.readableBytes();
        boolean copied = size <= COPIED;
        var out = PooledByteBufAllocator.DEFAULT.ioBuffer(head.length + (copied ? size : 0));
        out.writeBytes(head);
        if (!copied) {
            return Unpooled.wrappedBuffer(out, body);
        }
        out.writeBytes(body);
        body.release();
        return out;
    }

    private String head(boolean last) {
        var text = new StringBuilder(HEAD).append("HTTP/1.1 ");
        var named = HttpResponseStatus.valueOf(status);
        text.append(status).append(' ').append(named.reasonPhrase());
        text.append("\r\ncontent-type: ").append(type);
        text.append("\r\ncontent-length: ").append(body.readableBytes());
        for (var header : headers) {
            text.append("\r\n").append(header.name()).append(": ").append(header.value());
        }
        return text.append(last ? "\r\nconnection: close\r\n\r\n" : "\r\n\r\n").toString();
    }

    /// The caller asked first whether his body is welcome.
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }
}
