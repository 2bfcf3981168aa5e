package lastgood.gateway.running.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// An ONNX file before the runtime sees it: walked through once, to refuse what is no model and what reaches outside.
///
/// A tensor with external data makes ONNX Runtime read another file, named by the model, from wherever the process
/// happens to stand. Tensors hide in attributes, subgraphs and functions too, so the whole file is walked.
final class OnnxFile {
    private static final int MOST_DEPTH = 64;
    private static final int EXTERNAL = 1;

    /// A kind of message in the file, with the fields that lead to tensors (field numbers of `onnx.proto`).
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        TRAINING,
        SPARSE_TENSOR,
        TENSOR;

        /// The message behind one of this message's fields, where tensors can be in it.
        Optional<Message> at(int field) {
            return Optional.ofNullable(fields().get(field));
        }

        private Map<Integer, Message> fields() {
            return switch (this) {
                case MODEL -> OF_MODEL;
                case GRAPH -> OF_GRAPH;
                case NODE -> Map.of(5, ATTRIBUTE);
                case ATTRIBUTE -> OF_ATTRIBUTE;
                case FUNCTION -> Map.of(7, NODE, 11, ATTRIBUTE);
                case TRAINING -> Map.of(1, GRAPH, 2, GRAPH);
                case SPARSE_TENSOR -> Map.of(1, TENSOR, 2, TENSOR);
                case TENSOR -> Map.of();
            };
        }
    }

    private static final Map<Integer, Message> OF_MODEL =
            Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION);
    private static final Map<Integer, Message> OF_GRAPH =
            Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR);
    private static final Map<Integer, Message> OF_ATTRIBUTE =
            Map.ofEntries(
                    Map.entry(5, Message.TENSOR),
                    Map.entry(6, Message.GRAPH),
                    Map.entry(10, Message.TENSOR),
                    Map.entry(11, Message.GRAPH),
                    Map.entry(22, Message.SPARSE_TENSOR),
                    Map.entry(23, Message.SPARSE_TENSOR));
    private static final int MODEL_GRAPH = 7;
    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int TENSOR_LOCATION = 14;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_DOMAIN = 7;

    /// As the default domain of operators may be written out.
    private static final String DEFAULT_DOMAIN = "ai.onnx";

    private final Set<String> operators = new TreeSet<>();
    private boolean graph;

    private OnnxFile() {}

    /// Why these bytes may not be opened; empty: they may.
    static Optional<String> objection(byte[] bytes) {
        var file = new OnnxFile();
        try {
            file.walk(CodedInputStream.newInstance(bytes), Message.MODEL, 0);
        } catch (External _) {
            return Optional.of(
                    "it keeps tensors in another file (external data); save the model as one file");
        } catch (IOException _) {
            return Optional.of("it is no ONNX model, or it is cut off");
        }
        return file.graph ? Optional.empty() : Optional.of("it is no ONNX model: it has no graph");
    }

    /// Every operator that is used anywhere in it, in subgraphs and functions too: `Gemm`, `ai.onnx.ml.Scaler`. Empty: it
    /// cannot be read.
    static Set<String> operators(byte[] bytes) {
        var file = new OnnxFile();
        try {
            file.walk(CodedInputStream.newInstance(bytes), Message.MODEL, 0);
        } catch (IOException _) {
            return Set.of();
        }
        return Set.copyOf(file.operators);
    }

    private void walk(CodedInputStream in, Message message, int depth) throws IOException {
        if (depth > MOST_DEPTH) {
            throw new IOException("nested too deep");
        }
        var operator = "";
        var domain = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean nested = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (message == Message.TENSOR && isExternal(in, tag, field)) {
                throw new External();
            }
            var inner = message.at(field).filter(_ -> nested);
            if (inner.isPresent()) {
                enter(in, inner.get(), depth);
                graph |= message == Message.MODEL && field == MODEL_GRAPH;
            } else if (message == Message.NODE && nested && field == NODE_OPERATOR) {
                operator = in.readString();
            } else if (message == Message.NODE && nested && field == NODE_DOMAIN) {
                domain = in.readString();
            } else if (!(message == Message.TENSOR && field == TENSOR_LOCATION)
                    && !in.skipField(tag)) {
                throw new IOException("a group ends that never began");
            }
        }
        if (message == Message.NODE) {
            boolean standard = domain.isEmpty() || domain.equals(DEFAULT_DOMAIN);
            operators.add(standard ? operator : domain + "." + operator);
        }
    }

    private void enter(CodedInputStream in, Message inner, int depth) throws IOException {
        int outside = in.pushLimit(in.readRawVarint32());
        walk(in, inner, depth + 1);
        in.checkLastTagWas(0);
        in.popLimit(outside);
    }

    /// Reads the location, where the field is that; everything else is left to be skipped.
    private static boolean isExternal(CodedInputStream in, int tag, int field) throws IOException {
        if (field != TENSOR_LOCATION) {
            return field == TENSOR_EXTERNAL_DATA;
        }
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_VARINT) {
            throw new IOException("a location that is no number");
        }
        return in.readEnum() == EXTERNAL;
    }

    private static final class External extends IOException {
        private static final long serialVersionUID = 1;
    }
}
