package lastgood.records.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.prediction.LoggedPrediction;

/// Segments of the prediction log: as they lie there, and payloads under sums that are right. An input that begins with 1 is
/// payloads, each behind its length in two bytes.
class SegmentFuzzTest {
    private static final byte PAYLOADS = '1';

    @FuzzTest
    void aSegmentIsReadAsFarAsItIsWhole(byte[] input) throws IOException {
        var file = Files.createTempFile("segment", ".open");
        try {
            Files.write(file, input.length > 0 && input[0] == PAYLOADS ? sealed(input) : input);
            List<LoggedPrediction> read = new ArrayList<>();
            var found = SegmentReader.read(file, read::add);
            assertThat(found.predictions()).isEqualTo(read.size());
            assertThat(found.good() + found.torn()).isBetween(0L, Files.size(file));
            assertThat(found.why().isPresent()).isEqualTo(found.torn() > 0);
            areReadAgain(read, file.resolveSibling(file.getFileName() + ".again"));
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] sealed(byte[] input) {
        var from = ByteBuffer.wrap(input).position(1);
        var into = ByteBuffer.allocate(Frames.HEAD + 8 * input.length + Frames.FRAME);
        into.put(Frames.head(1));
        while (from.remaining() >= Short.BYTES) {
            int length = Math.min(from.getShort() & 0xffff, from.remaining());
            int start = into.position();
            into.position(start + Frames.FRAME).put(from.slice(from.position(), length));
            Frames.seal(into, start);
            from.position(from.position() + length);
        }
        return into.array();
    }

    private static void areReadAgain(List<LoggedPrediction> read, Path file) throws IOException {
        if (read.isEmpty()) {
            return;
        }
        try {
            var segment = SegmentFile.open(file, 1 << 10, 1);
            for (var prediction : read) {
                segment.add(prediction);
            }
            segment.close();
            var again = new ArrayList<LoggedPrediction>();
            SegmentReader.read(file, again::add);
            assertThat(again).isEqualTo(read);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
