package lastgood.gateway.running.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import lastgood.core.release.Datatype;

/// Makes unsigned tensors inside the runtime: from Java it takes none of 16, 32 or 64 bits, but it casts to them.
///
/// Each is a graph of one `Cast`, written here by hand and opened once for the life of the process.
final class UnsignedCast {
    private static final int INT64 = 7;
    private static final UnsignedCast TO_UINT16 = new UnsignedCast(4);
    private static final UnsignedCast TO_UINT32 = new UnsignedCast(12);
    private static final UnsignedCast TO_UINT64 = new UnsignedCast(13);

    private final OrtSession session;

    /// @param elementType the runtime's number for it (`TensorProto.DataType`)
    private UnsignedCast(int elementType) {
        try {
            session = Graph.environment().createSession(model(elementType));
        } catch (OrtException e) {
            throw new IllegalStateException("a cast does not open", e);
        }
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

    /// Field numbers are those of `onnx.proto`.
    private static byte[] model(int elementType) {
        var to =
                message(out -> {
                    out.writeString(1, "to");
                    out.writeInt64(3, elementType);
                    out.writeEnum(20, 2);
                });
        var node =
                message(out -> {
                    out.writeString(1, "x");
                    out.writeString(2, "y");
                    out.writeString(4, "Cast");
                    out.writeBytes(5, to);
                });
        var graph =
                message(out -> {
                    out.writeBytes(1, node);
                    out.writeString(2, "cast");
                    out.writeBytes(11, tensor("x", INT64));
                    out.writeBytes(12, tensor("y", elementType));
                });
        var opset = message(out -> out.writeInt64(2, 17));
        return message(
                        out -> {
                            out.writeInt64(1, 8);
                            out.writeBytes(7, graph);
                            out.writeBytes(8, opset);
                        })
                .toByteArray();
    }

    private static ByteString tensor(String name, int elementType) {
        var kind = message(out -> out.writeEnum(1, elementType));
        var type = message(out -> out.writeBytes(1, kind));
        return message(out -> {
            out.writeString(1, name);
            out.writeBytes(2, type);
        });
    }

    private interface Fields {
        void to(CodedOutputStream out) throws IOException;
    }

    private static ByteString message(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            fields.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
