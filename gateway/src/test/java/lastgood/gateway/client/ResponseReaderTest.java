package lastgood.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Responses as servers send them, and as they should not.
class ResponseReaderTest {
    private static final int MOST = 1 << 10;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final List<String> WHOLE =
            List.of(
                    OK + "Content-Length: 5\r\n\r\nhello",
                    OK + "content-length:5\r\nConnection: Keep-Alive\r\n\r\nhello",
                    OK + "CONTENT-LENGTH: \t 5 \t\r\nX: \r\n\r\nhello",
                    OK + "Content-Length: 0\r\n\r\n",
                    OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
                    OK + "Transfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\nT: t\r\n\r\n",
                    "HTTP/1.1 503\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}",
                    "HTTP/1.1 204 No Content\r\n\r\n",
                    "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 1\r\n\r\n!",
                    "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n!");

    @Test
    void aWholeResponseIsReadInWhateverPiecesItComes() throws MalformedException {
        for (var whole : WHOLE) {
            var expected = read(whole, whole.length()).orElseThrow();
            for (int piece = 1; piece < whole.length(); piece++) {
                var read = read(whole, piece).orElseThrow();
                assertThat(text(read)).as("%s by %d", whole, piece).isEqualTo(text(expected));
            }
            for (int size = 0; size < whole.length(); size++) {
                assertThat(read(whole.substring(0, size), MOST)).isEmpty();
            }
        }
        assertThat(text(read(WHOLE.getFirst(), MOST).orElseThrow())).isEqualTo("200 false hello");
        assertThat(text(read(WHOLE.get(6), MOST).orElseThrow())).isEqualTo("503 true {}");
        assertThat(text(read(WHOLE.get(8), MOST).orElseThrow())).isEqualTo("200 false !");
    }

    @Test
    void whatFollowsAResponseIsLeft() throws MalformedException {
        for (var whole : WHOLE) {
            var in = bytes(whole + "HTTP");
            assertThat(new ResponseReader(MOST).read(in)).as(whole).isTrue();
            assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("HTTP");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Length: 1\r\nConnection: close\r\n",
                "Content-Length: 1\r\nConnection: x, Close\r\n"
            })
    void whatEndsWithItsConnectionIsNotKept(String headers) throws MalformedException {
        var reader = new ResponseReader(MOST);
        boolean complete = reader.read(bytes(OK + headers + "\r\n!"));

        assertThat(complete || reader.end()).isTrue();
        assertThat(reader.response().body()).isEqualTo(new byte[] {'!'});
        assertThat(reader.isKept()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "Content-Length: 5\r\nConnection: keep-alive"
            })
    void whatSaysWhereItEndsIsKept(String headers) throws MalformedException {
        var reader = new ResponseReader(MOST);
        reader.read(bytes(OK + headers + "\r\n\r\n"));

        assertThat(reader.isKept()).isTrue();
        assertThat(reader.end()).as("it is cut off").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "http/1.1 200 OK\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: y\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nnothing\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: nothing\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
                "HTTP/1.1 200 OK\r\nInference-Header-Content-Length: 1\r\nInference-Header-Content-Length: 2\r\n\r\n"
            })
    void whatTwoReadersCouldTakeForTwoThingsIsRefused(String wrong) {
        assertThatThrownBy(() -> read(wrong, wrong.length()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> read(wrong, 1)).isInstanceOf(MalformedException.class);
    }

    @Test
    void noHeadIsReadWithoutEnd() {
        var headers = OK + "X: y\r\n".repeat(ResponseReader.MOST_HEAD);
        var line = OK + "X: " + "y".repeat(ResponseReader.MOST_HEAD);
        var interim = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(ResponseReader.MOST_HEAD / 20);
        var trailers = OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "X: y\r\n".repeat(1 << 13);
        for (var endless : List.of(headers, line, interim, trailers)) {
            assertThatThrownBy(() -> read(endless, 1000))
                    .hasMessageContaining("its head has more than");
        }
    }

    @Test
    void noBodyIsReadWithoutEnd() {
        var chunks = OK + "Transfer-Encoding: chunked\r\n\r\n" + "80\r\n%s\r\n".repeat(9);
        var chunked = chunks.formatted((Object[]) filled(9));
        var open = OK + "\r\n" + "x".repeat(MOST + 1);
        for (var endless : List.of(chunked, open)) {
            assertThatThrownBy(() -> read(endless, 100))
                    .hasMessageContaining("its body has more than 1024 bytes");
        }
    }

    private static String[] filled(int count) {
        var all = new String[count];
        java.util.Arrays.fill(all, "x".repeat(0x80));
        return all;
    }

    /// Whatever is read as a response, Netty reads as the same one, or not at all. `-Dseed=` repeats a run.
    @Test
    void whatIsReadAnotherReaderReadsAlike() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int compared = 0;
        for (int i = 0; i < 20_000; i++) {
            var said = mutated(random);
            var ours = tried(said);
            var theirs = ours.isPresent() ? nettys(said) : List.<String>of();
            if (!theirs.isEmpty()) {
                compared++;
                assertThat(theirs)
                        .as("-Dseed=%d, response %d: %s", seed, i, said)
                        .contains(text(ours.get()));
            }
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static String mutated(RandomGenerator random) {
        var whole = new StringBuilder(WHOLE.get(random.nextInt(WHOLE.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(whole.length());
            var other = WHOLE.get(random.nextInt(WHOLE.size()));
            int from = random.nextInt(other.length());
            int size = 1 + random.nextInt(Math.min(20, other.length() - from));
            switch (random.nextInt(3)) {
                case 0 -> whole.insert(at, other, from, from + size);
                case 1 -> whole.deleteCharAt(at);
                default -> whole.setCharAt(at, (char) random.nextInt(128));
            }
        }
        return whole.toString();
    }

    private static Optional<Response> tried(String said) {
        try {
            return read(said, said.length());
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    /// All that Netty makes of it; empty: it finds a mistake.
    private static List<String> nettys(String said) {
        var channel =
                new EmbeddedChannel(new HttpResponseDecoder(), new HttpObjectAggregator(MOST));
        channel.writeInbound(bytes(said));
        var all = new ArrayList<String>();
        boolean wrong = false;
        for (FullHttpResponse one = channel.readInbound();
                one != null;
                one = channel.readInbound()) {
            wrong |= one.decoderResult().isFailure();
            all.add(
                    "%d %s %s"
                            .formatted(
                                    one.status().code(),
                                    one.headers().contains("Retry-After"),
                                    one.content().toString(StandardCharsets.US_ASCII)));
            one.release();
        }
        channel.finishAndReleaseAll();
        return wrong ? List.of() : all;
    }

    private static Optional<Response> read(String said, int piece) throws MalformedException {
        var reader = new ResponseReader(MOST);
        for (int at = 0; at < said.length(); at += piece) {
            if (reader.read(bytes(said.substring(at, Math.min(said.length(), at + piece))))) {
                return Optional.of(reader.response());
            }
        }
        return Optional.empty();
    }

    private static String text(Response response) {
        return "%d %s %s"
                .formatted(
                        response.status(),
                        response.hasRetryAfter(),
                        new String(response.body(), StandardCharsets.US_ASCII));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
