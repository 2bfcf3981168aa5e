package lastgood.gateway.running.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Whether texts came out of the runtime as they stood in it.
///
/// Its Java binding reads and writes *modified* UTF-8. A graph's own texts are plain UTF-8: a character beyond U+FFFF
/// comes out as other, fewer characters, and nothing shows it; NUL ends a text. So what was read is put in again, and
/// the runtime says whether it is the same.
final class SameTexts {
    private static final OrtSession EQUAL =
            OneNode.open(
                    "Equal",
                    List.of("read", "there"),
                    OneNode.STRING,
                    OneNode.BOOL,
                    OptionalInt.empty());

    private SameTexts() {}

    /// @param there as the runtime has them
    /// @param read what Java got of them
    static boolean are(OnnxTensor there, String[] read) throws OrtException {
        try (var again =
                        OnnxTensor.createTensor(
                                Graph.environment(), read, there.getInfo().getShape());
                var result = EQUAL.run(Map.of("read", again, "there", there))) {
            var same = ((OnnxTensor) result.get(0)).getByteBuffer();
            while (same.hasRemaining()) {
                if (same.get() == 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
