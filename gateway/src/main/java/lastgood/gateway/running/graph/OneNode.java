package lastgood.gateway.running.graph;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;

/// A graph of one operator, written by hand and opened once for the life of the process: what the runtime can do and its
/// Java binding cannot.
///
/// Element types are the runtime's numbers for them (`TensorProto.DataType`); field numbers are those of `onnx.proto`.
final class OneNode {
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int BOOL = 9;
    private static final int OPSET = 19;

    private OneNode() {}

    /// @param operator of the standard set
    /// @param inputs their names; all of one type
    /// @param to the attribute of that name
    static OrtSession open(
            String operator, List<String> inputs, int inputType, int outputType, OptionalInt to) {
        try {
            return Graph.environment()
                    .createSession(model(operator, inputs, inputType, outputType, to));
        } catch (OrtException e) {
            throw new IllegalStateException("a graph of one " + operator + " does not open", e);
        }
    }

    private static byte[] model(
            String operator, List<String> inputs, int inputType, int outputType, OptionalInt to) {
        var node =
                message(out -> {
                    for (var input : inputs) {
                        out.writeString(1, input);
                    }
                    out.writeString(2, "y");
                    out.writeString(4, operator);
                    if (to.isPresent()) {
                        out.writeBytes(5, attribute("to", to.getAsInt()));
                    }
                });
        var graph =
                message(out -> {
                    out.writeBytes(1, node);
                    out.writeString(2, operator);
                    for (var input : inputs) {
                        out.writeBytes(11, tensor(input, inputType));
                    }
                    out.writeBytes(12, tensor("y", outputType));
                });
        var opset = message(out -> out.writeInt64(2, OPSET));
        return message(
                        out -> {
                            out.writeInt64(1, 9);
                            out.writeBytes(7, graph);
                            out.writeBytes(8, opset);
                        })
                .toByteArray();
    }

    private static ByteString attribute(String name, long value) {
        return message(out -> {
            out.writeString(1, name);
            out.writeInt64(3, value);
            out.writeEnum(20, 2);
        });
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
