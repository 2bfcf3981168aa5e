package lastgood.gateway.protocol.grpc;

import java.nio.charset.StandardCharsets;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// How many bytes the values of an output take in `contents`.
final class TypedSize {
    private TypedSize() {}

    /// All of `contents`, with the head of the list in it.
    static int of(Tensor output) {
        if (output.values() instanceof Values.Texts texts) {
            long size = 0;
            for (var text : texts.array()) {
                int length = text.getBytes(StandardCharsets.UTF_8).length;
                size += 1 + MessageWriter.width(length) + length;
            }
            return Math.toIntExact(size);
        }
        int packed = packed(output);
        return Math.addExact(1 + MessageWriter.width(packed), packed);
    }

    /// The packed list alone.
    static int packed(Tensor output) {
        if (isRaw(output.datatype())) {
            return Math.toIntExact(RawData.size(output));
        }
        long size = 0;
        if (output.values() instanceof Values.Wholes wholes) {
            for (long value : wholes.array()) {
                size += MessageWriter.width(value);
            }
        }
        return Math.toIntExact(size);
    }

    /// Whether a packed list of them is just the bytes that raw contents are.
    static boolean isRaw(Datatype datatype) {
        return switch (datatype) {
            case BOOL, FP32, FP64 -> true;
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BYTES -> false;
        };
    }

    /// The list in which they stand.
    static int list(Datatype datatype) {
        try {
            return TypedContents.list(datatype);
        } catch (BadData e) {
            throw new IllegalStateException(e.complaint(), e);
        }
    }
}
