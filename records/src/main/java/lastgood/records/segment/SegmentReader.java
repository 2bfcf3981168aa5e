package lastgood.records.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.prediction.LoggedRelease;

/// Reads a segment as far as it is whole. What a crash or a bad disk made of the rest is told, and is no error.
public final class SegmentReader {
    private SegmentReader() {}

    /// What was found in a segment.
    ///
    /// @param predictions that were read
    /// @param good bytes from the beginning that are whole
    /// @param torn bytes after them that hold something nobody can read
    /// @param why they cannot be read; empty: nothing is torn
    public record Found(long predictions, long good, long torn, Optional<String> why) {}

    /// @param to told each prediction in its order
    public static Found read(Path file, Consumer<LoggedPrediction> to) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (!Frames.isHead(bytes)) {
            long written = end(bytes, 0);
            return written == 0
                    ? new Found(0, 0, 0, Optional.empty())
                    : new Found(0, 0, written, Optional.of("its head is not whole"));
        }
        if (Frames.version(bytes) != Frames.VERSION) {
            return new Found(
                    0,
                    0,
                    bytes.limit(),
                    Optional.of(
                            "it has format "
                                    + Frames.version(bytes)
                                    + ", this is another version of lastgood"));
        }
        return frames(bytes, to);
    }

    private static Found frames(ByteBuffer bytes, Consumer<LoggedPrediction> to) {
        var releases = new ArrayList<LoggedRelease>();
        long predictions = 0;
        int at = Frames.HEAD;
        Optional<String> why = Optional.empty();
        while (bytes.limit() - at >= Frames.FRAME && bytes.getInt(at) != 0) {
            int length = bytes.getInt(at);
            if (length < 0 || length > bytes.limit() - at - Frames.FRAME) {
                why = Optional.of("a record ends beyond the file");
                break;
            }
            if (bytes.getInt(at + 4) != Frames.sum(bytes, at, length)) {
                why = Optional.of("a record does not have the sum it was written with");
                break;
            }
            var payload = bytes.slice(at + Frames.FRAME, length);
            try {
                if (payload.get() == RecordForm.RELEASE) {
                    releases.add(RecordForm.release(payload));
                } else {
                    to.accept(RecordForm.prediction(payload, releases::get));
                    predictions++;
                }
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | java.nio.BufferUnderflowException _) {
                why = Optional.of("a record is none that this version knows");
                break;
            }
            at += Frames.FRAME + length;
        }
        long torn = end(bytes, at) - at;
        return new Found(
                predictions,
                at,
                torn,
                torn == 0
                        ? Optional.empty()
                        : why.or(() -> Optional.of("there is something after its end")));
    }

    /// Where the zeros begin that reach to the end of the file.
    private static long end(ByteBuffer bytes, int from) {
        int end = bytes.limit();
        while (end > from && bytes.get(end - 1) == 0) {
            end--;
        }
        return end;
    }
}
