package lastgood.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a server sends in place of a response.
class ResponseFuzzTest {
    private static final int MOST = 1 << 10;

    @FuzzTest
    void aResponseIsTheSameHoweverItIsCutOrIsRefused(byte[] input) {
        var whole = told(input, input.length);
        for (int piece : new int[] {1, 2, 7}) {
            assertThat(told(input, piece)).isEqualTo(whole);
        }
    }

    /// What comes of it, with how much of it is left; empty: it is refused.
    private static Optional<String> told(byte[] input, int piece) {
        var reader = new ResponseReader(MOST);
        try {
            for (int at = 0; at < input.length; at += piece) {
                var in = Unpooled.wrappedBuffer(input, at, Math.min(piece, input.length - at));
                if (reader.read(in)) {
                    return Optional.of(complete(reader, input.length - at - in.readerIndex()));
                }
            }
            return Optional.of(reader.end() ? complete(reader, 0) : "it is not complete");
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private static String complete(ResponseReader reader, int left) {
        var response = reader.response();
        assertThat(response.body().length).isLessThanOrEqualTo(MOST);
        assertThat(response.status()).isBetween(200, 999);
        return "%d %s %s %s %s, left %d"
                .formatted(
                        response.status(),
                        response.hasRetryAfter(),
                        response.json(),
                        reader.isKept(),
                        new String(response.body(), StandardCharsets.ISO_8859_1),
                        left);
    }
}
