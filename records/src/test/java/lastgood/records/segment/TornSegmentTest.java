package lastgood.records.segment;

import static lastgood.core.port.LoggedSamples.TUMOUR;
import static lastgood.core.port.LoggedSamples.WINE;
import static lastgood.core.port.LoggedSamples.failed;
import static lastgood.core.port.LoggedSamples.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lastgood.core.prediction.LoggedPrediction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a crash or a bad disk leaves of a segment is read as far as it is whole, and never more.
class TornSegmentTest {
    private static final long SET_ASIDE = 16 << 10;
    private static final int WRITTEN = 25;

    @TempDir Path folder;
    private final List<LoggedPrediction> written = new ArrayList<>();
    private Path file;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("0000000000001-0000.open");
        var segment = SegmentFile.open(file, SET_ASIDE, 1);
        for (int n = 0; n < WRITTEN; n++) {
            var said = n % 7 == 2 ? failed(TUMOUR, n) : said(n % 2 == 0 ? WINE : TUMOUR, n);
            written.add(said);
            segment.add(said);
        }
        segment.flush();
        whole = Files.readAllBytes(file);
    }

    @Test
    void aSegmentThatIsStillOpenIsReadToItsEnd() throws IOException {
        var read = new ArrayList<LoggedPrediction>();

        var found = SegmentReader.read(file, read::add);

        assertThat(read).isEqualTo(written);
        assertThat(found.why()).isEmpty();
        assertThat(found.torn()).isZero();
        assertThat(whole).hasSize((int) SET_ASIDE);
    }

    @Test
    void cutOffAnywhereItsBeginningIsReadAndNothingElse() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        int end = end(whole);
        int before = 0;
        for (int cut = 0; cut <= end; cut += Math.clamp(end - cut, 1, 1 + random.nextInt(9))) {
            Files.write(file, Arrays.copyOf(whole, cut));
            var read = new ArrayList<LoggedPrediction>();
            var found = SegmentReader.read(file, read::add);

            assertThat(read)
                    .as("cut at %d, seed %d", cut, seed)
                    .isEqualTo(written.subList(0, read.size()));
            assertThat(read.size())
                    .as("cut at %d, seed %d", cut, seed)
                    .isGreaterThanOrEqualTo(before);
            assertThat(found.good() + found.torn())
                    .as("cut at %d, seed %d", cut, seed)
                    .isLessThanOrEqualTo(cut);
            before = read.size();
        }
        assertThat(before).isEqualTo(WRITTEN);
    }

    @Test
    void aFlippedBitIsNoticedWhereverItIs() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        int end = end(whole);
        for (int trial = 0; trial < 800; trial++) {
            var bytes = whole.clone();
            int at = random.nextInt(end);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            var read = new ArrayList<LoggedPrediction>();
            var found = SegmentReader.read(file, read::add);

            var as = "byte %d, seed %d".formatted(at, seed);
            assertThat(read).as(as).isEqualTo(written.subList(0, read.size()));
            assertThat(read.size()).as(as).isLessThan(WRITTEN);
            assertThat(found.torn()).as(as).isPositive();
            assertThat(found.why()).as(as).isPresent();
        }
    }

    @Test
    void bytesThatWereNeverASegmentAreReadAsNothing() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int trial = 0; trial < 500; trial++) {
            var bytes = new byte[random.nextInt(3000)];
            random.nextBytes(bytes);
            if (trial % 2 == 0) {
                System.arraycopy(whole, 0, bytes, 0, Math.min(bytes.length, Frames.HEAD));
            }
            Files.write(file, bytes);

            assertThat(SegmentReader.read(file, _ -> {}).predictions())
                    .as("seed %d", seed)
                    .isZero();
        }
    }

    @Test
    void afterARestartTheWholePartIsClosedAndTheTornPartIsGone() throws IOException {
        var torn = Arrays.copyOf(whole, (int) SET_ASIDE);
        int middle = end(whole) / 2;
        Arrays.fill(torn, middle, middle + 40, (byte) 0x5a);
        Files.write(file, torn);
        var segments = new Segments(folder);

        segments.recover();

        assertThat(segments.open()).isEmpty();
        var closed = segments.closed();
        assertThat(closed).hasSize(1);
        var read = new ArrayList<LoggedPrediction>();
        var found = SegmentReader.read(closed.getFirst(), read::add);
        assertThat(read).isNotEmpty().isEqualTo(written.subList(0, read.size()));
        assertThat(found.why()).isEmpty();
        assertThat(Files.size(closed.getFirst())).isEqualTo(found.good());
    }

    @Test
    void whatWasSetAsideAndNeverUsedIsGoneAfterARestart() throws IOException {
        Files.write(file, new byte[4096]);
        var segments = new Segments(folder);

        segments.recover();

        assertThat(segments.open()).isEmpty();
        assertThat(segments.closed()).isEmpty();
    }

    @Test
    void aSegmentOfAnotherVersionIsLeftAlone() throws IOException {
        var other = whole.clone();
        other[11] = 2;
        var head = java.nio.ByteBuffer.wrap(other);
        var crc = new java.util.zip.CRC32C();
        crc.update(other, 0, Frames.HEAD - 4);
        head.putInt(Frames.HEAD - 4, (int) crc.getValue());
        Files.write(file, other);

        var found = SegmentReader.read(file, _ -> {});

        assertThat(found.predictions()).isZero();
        assertThat(found.why()).hasValueSatisfying(why -> assertThat(why).contains("format 2"));
    }

    private static int end(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
