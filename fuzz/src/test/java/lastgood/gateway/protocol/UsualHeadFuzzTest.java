package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/// Heads of requests, read past the HTTP decoder.
class UsualHeadFuzzTest {
    private static final int LIMIT = 4096;
    private static final byte[] NEXT =
            "GET /next HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @FuzzTest
    void aHeadIsLeftAloneOrReadAsTheDecoderReadsItUpToTheLastByteOfItsBody(byte[] input) {
        var in = Unpooled.wrappedBuffer(input);
        UsualHead.read(in, LIMIT, LIMIT)
                .ifPresentOrElse(
                        usual -> {
                            var request = Unpooled.buffer().writeBytes(input, 0, in.readerIndex());
                            int body = Math.min(usual.length(), LIMIT);
                            if (body == usual.length()) {
                                isReadAlike(usual, request.writeZero(body).writeBytes(NEXT), body);
                            }
                        },
                        () -> assertThat(in.readerIndex()).isZero());
    }

    private static void isReadAlike(UsualHead usual, ByteBuf requests, int body) {
        var channel = new EmbeddedChannel(new HttpRequestDecoder());
        channel.writeInbound(requests);
        HttpRequest first = channel.readInbound();
        assertThat(first.decoderResult().isSuccess()).isTrue();
        var decoded = new DecodedHead(first);
        assertThat(usual.method()).isEqualTo(decoded.method());
        assertThat(usual.target()).isEqualTo(decoded.target());
        assertThat(usual.headers()).isEqualTo(decoded.headers());
        assertThat((long) usual.length()).isEqualTo(decoded.length(0));
        assertThat(usual.isLast()).isEqualTo(decoded.isLast());
        assertThat(usual.isAsking()).isEqualTo(decoded.isAsking());
        for (var name : first.headers().names()) {
            assertThat(usual.header(name)).isEqualTo(decoded.header(name));
            assertThat(usual.count(name)).isEqualTo(decoded.count(name));
        }
        assertThat(content(channel)).isEqualTo(body);
        HttpRequest second = channel.readInbound();
        assertThat(second.uri()).isEqualTo("/next");
        assertThat(second.headers()).isEmpty();
        channel.finishAndReleaseAll();
    }

    private static int content(EmbeddedChannel channel) {
        int size = 0;
        while (true) {
            Object message = channel.readInbound();
            assertThat(message).isInstanceOf(HttpContent.class).isNotInstanceOf(HttpMessage.class);
            size += ((HttpContent) message).content().readableBytes();
            ReferenceCountUtil.release(message);
            if (message instanceof LastHttpContent) {
                return size;
            }
        }
    }
}
