package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast way to read a head says what the HTTP decoder says, or nothing.
class UsualHeadTest {
    private static final String SEED = "lastgood.head.seed";
    private static final int LINE = 512;
    private static final int MOST = 1024;
    private static final List<String> PIECES =
            List.of(
                    "GET ",
                    "POST ",
                    "HEAD ",
                    "/",
                    "/v2/models/two/infer",
                    "?a=b",
                    " HTTP/1.1",
                    " HTTP/1.0",
                    "\r\n",
                    "\r",
                    "\n",
                    " ",
                    "\t",
                    ":",
                    "Host: x",
                    "Content-Length: 3",
                    "content-length:0",
                    "Content-Length: 3, 3",
                    "Content-Length: +3",
                    "Transfer-Encoding: chunked",
                    "Connection: close",
                    "Connection: keep-alive",
                    "Connection: upgrade",
                    "Expect: 100-continue",
                    "A: b",
                    "Lastgood-Key: kü",
                    "\0",
                    "\u007f",
                    "é",
                    "abc",
                    "0\r\n\r\n",
                    "Content-Length : 3",
                    ", close",
                    "TE: trailers",
                    "Upgrade: h2c",
                    "Connection: Upgrade, HTTP2-Settings");

    @Test
    void theUsualHeadIsReadUpToItsBody() {
        var in =
                Unpooled.copiedBuffer(
                        "POST /v2/models/two/infer?x HTTP/1.1\r\nHost: a:1\r\ncontent-LENGTH:  3 \r\nConnection: Close\r\nEmpty:\r\nLastgood-Key: \u00fc\r\n\r\nabc",
                        StandardCharsets.UTF_8);
        var head = UsualHead.read(in, LINE, MOST).orElseThrow();

        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/v2/models/two/infer?x");
        assertThat(head.length(99)).isEqualTo(3);
        assertThat(head.isLast()).isTrue();
        assertThat(head.headers()).isEqualTo(5);
        assertThat(head.header("HOST")).isEqualTo("a:1");
        assertThat(head.header("empty")).isEmpty();
        assertThat(head.header("lastgood-key")).isEqualTo("\u00c3\u00bc");
        assertThat(head.header("other")).isNull();
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET / HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\r",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "get / HTTP/1.1\r\n\r\n",
                "HEAD / HTTP/1.1\r\n\r\n",
                "GET http://x/ HTTP/1.1\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1 \r\n\r\n",
                "GET / HTTP/1.1\n\n",
                "\r\nGET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nA : b\r\n\r\n",
                "GET / HTTP/1.1\r\n: b\r\n\r\n",
                "GET / HTTP/1.1\r\nA\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\0\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 0x3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 1234567890\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length:\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nUpgrade: websocket\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nConnection: close, x\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nConnection: close\r\nConnection: keep-alive\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nTE: trailers\r\n\r\nabc"
            })
    void anythingElseIsLeftToTheDecoderUnread(String text) {
        var in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);

        assertThat(UsualHead.read(in, LINE, MOST)).isEmpty();
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void aCallerWhoWouldRatherSpeakHttp2IsUsual() {
        var in =
                Unpooled.copiedBuffer(
                        "GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\n\r\n",
                        StandardCharsets.US_ASCII);

        assertThat(UsualHead.read(in, LINE, MOST).orElseThrow().isLast()).isFalse();
    }

    @Test
    void aHeadBeyondALimitIsLeftToTheDecoderWhichRefusesIt() {
        var line = "GET /" + "a".repeat(LINE) + " HTTP/1.1\r\n\r\n";
        var lines = "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(MOST / 6 + 1) + "\r\n";

        assertThat(
                        UsualHead.read(
                                Unpooled.copiedBuffer(line, StandardCharsets.US_ASCII), LINE, MOST))
                .isEmpty();
        assertThat(
                        UsualHead.read(
                                Unpooled.copiedBuffer(lines, StandardCharsets.US_ASCII),
                                LINE,
                                MOST))
                .isEmpty();
    }

    /// @see #SEED repeats a run: `-Dlastgood.head.seed=N`
    @Test
    void itSaysWhatTheDecoderSaysOrNothing() {
        long seed = Long.getLong(SEED, System.nanoTime());
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 60_000; i++) {
            var bytes = drawn(random).getBytes(StandardCharsets.UTF_8);
            var usual = UsualHead.read(Unpooled.wrappedBuffer(bytes), LINE, MOST);
            if (usual.isPresent()) {
                read++;
                assertThat(decoded(bytes).map(head -> told(head, bytes)))
                        .as("%s (-D%s=%d)", new String(bytes, StandardCharsets.UTF_8), SEED, seed)
                        .contains(told(usual.get(), bytes));
            }
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(5_000);
    }

    private static String drawn(Random random) {
        boolean post = random.nextBoolean();
        var text =
                new StringBuilder(post ? "POST " : "GET ")
                        .append("/v2/models/two/infer HTTP/1.1\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append("H").append(i).append(": ").append(random.nextInt(1000)).append("\r\n");
        }
        text.append(post ? "Content-Length: 3\r\n" : "").append("\r\n").append(post ? "abc" : "");
        for (int i = random.nextInt(3); i > 0; i--) {
            var piece = PIECES.get(random.nextInt(PIECES.size()));
            int at = random.nextInt(text.length());
            text.replace(
                    at,
                    random.nextBoolean() ? at : Math.min(text.length(), at + random.nextInt(4)),
                    piece);
        }
        return text.toString();
    }

    private static Optional<DecodedHead> decoded(byte[] bytes) {
        var channel = new EmbeddedChannel(new HttpRequestDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        var messages = new ArrayList<>(channel.inboundMessages());
        channel.inboundMessages().clear();
        var head =
                messages.stream()
                        .filter(HttpRequest.class::isInstance)
                        .map(HttpRequest.class::cast)
                        .findFirst()
                        .filter(request -> request.decoderResult().isSuccess())
                        .map(DecodedHead::new);
        messages.forEach(ReferenceCountUtil::release);
        channel.finishAndReleaseAll();
        return head;
    }

    private static List<Object> told(RequestHead head, byte[] bytes) {
        var names = new ArrayList<String>();
        for (var line : new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                names.add(line.substring(0, colon));
            }
        }
        return List.of(
                head.method(),
                head.target(),
                head.headers(),
                head.length(0),
                head.isLast(),
                head.isAsking(),
                names.stream()
                        .map(name ->
                                Map.entry(
                                        name,
                                        Optional.ofNullable(head.header(name))
                                                + " "
                                                + head.count(name)))
                        .toList());
    }
}
