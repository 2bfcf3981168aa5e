package lastgood.gateway.running.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import lastgood.core.release.Datatype;

/// Makes unsigned tensors inside the runtime: from Java it takes none of 16, 32 or 64 bits, but it casts to them.
final class UnsignedCast {
    private static final UnsignedCast TO_UINT16 = new UnsignedCast(4);
    private static final UnsignedCast TO_UINT32 = new UnsignedCast(12);
    private static final UnsignedCast TO_UINT64 = new UnsignedCast(13);

    private final OrtSession session;

    /// @param elementType the runtime's number for it (`TensorProto.DataType`)
    private UnsignedCast(int elementType) {
        session =
                OneNode.open(
                        "Cast",
                        List.of("x"),
                        OneNode.INT64,
                        elementType,
                        OptionalInt.of(elementType));
    }

    static UnsignedCast to(Datatype datatype) {
        return switch (datatype) {
            case UINT16 -> TO_UINT16;
            case UINT32 -> TO_UINT32;
            case UINT64 -> TO_UINT64;
            case BOOL, UINT8, INT8, INT16, INT32, INT64, FP16, FP32, FP64, BYTES ->
                    throw new IllegalArgumentException("no cast to " + datatype + " is needed");
        };
    }

    /// The same values as an unsigned tensor; the upper half of UINT64 comes as negative numbers. The caller closes it.
    OnnxTensor cast(OnnxTensor wholes) throws OrtException {
        return (OnnxTensor) session.run(Map.of("x", wholes)).get(0);
    }
}
