package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import lastgood.fuzz.Lent;
import lastgood.gateway.running.tensor.BadData;

/// Compressed bodies. The first byte of an input chooses how.
class InflationFuzzTest {
    private static final int MOST = 64 << 10;

    private static final List<Coding> ALL = List.of(Coding.values());

    @FuzzTest
    void aBodyIsRefusedOrBecomesWhatTheJdkMakesOfIt(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        var coding = ALL.get((input[0] & 0xff) % ALL.size());
        byte[] packed = Arrays.copyOfRange(input, 1, input.length);
        var plain =
                Lent.<byte[]>read(
                        loan -> {
                            try {
                                return Inflation.of(packed, coding, MOST, loan);
                            } catch (Inflation.TooLargeException _) {
                                throw new BadData("too large");
                            }
                        },
                        bytes -> bytes.length);
        if (plain.isPresent()) {
            assertThat(plain.get().length).isLessThanOrEqualTo(MOST);
            assertThat(plain.get()).isEqualTo(byJdk(packed, coding));
        }
    }

    private static byte[] byJdk(byte[] packed, Coding coding) throws IOException {
        try (var stream = stream(packed, coding)) {
            return stream.readNBytes(MOST + 1);
        }
    }

    private static InputStream stream(byte[] packed, Coding coding) throws IOException {
        var bytes = new ByteArrayInputStream(packed);
        return coding == Coding.GZIP ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes);
    }
}
