package lastgood.mlflow.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;

/// The tensors that an ONNX file says it takes and gives. Only the few fields that say so are read (numbers of
/// `onnx.proto`); whether it is a model that runs, the release's own trial tells.
public final class OnnxTensors {
    private static final int GRAPH = 7;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;
    private static final int TENSOR_NAME = 8;

    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Set<String> constants = new HashSet<>();

    private OnnxTensors() {}

    /// @param spec empty: no tensor, or one whose datatype or shape is not said
    private record Value(String name, Optional<TensorSpec> spec) {}

    /// Empty: it does not say enough to know every input and some output.
    public static Optional<Schema> of(Path file) throws IOException {
        var read = new OnnxTensors();
        try (var stream = Files.newInputStream(file)) {
            var in = CodedInputStream.newInstance(stream);
            in.setSizeLimit(Integer.MAX_VALUE);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, GRAPH)) {
                    within(in, () -> read.graph(in));
                } else {
                    in.skipField(tag);
                }
            }
        }
        return read.schema();
    }

    private Optional<Schema> schema() {
        var taken = inputs.stream().filter(v -> !constants.contains(v.name())).toList();
        var given = outputs.stream().flatMap(v -> v.spec().stream()).toList();
        return taken.isEmpty()
                        || given.isEmpty()
                        || taken.stream().anyMatch(v -> v.spec().isEmpty())
                ? Optional.empty()
                : Optional.of(
                        new Schema(taken.stream().flatMap(v -> v.spec().stream()).toList(), given));
    }

    private void graph(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, GRAPH_INPUT)) {
                within(in, () -> inputs.add(value(in)));
            } else if (isMessage(tag, GRAPH_OUTPUT)) {
                within(in, () -> outputs.add(value(in)));
            } else if (isMessage(tag, GRAPH_INITIALIZER)) {
                within(in, () -> constant(in));
            } else {
                in.skipField(tag);
            }
        }
    }

    private void constant(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, TENSOR_NAME)) {
                constants.add(text(in));
            } else {
                in.skipField(tag);
            }
        }
    }

    /// `ValueInfoProto`: name = 1, type = 2; `TypeProto`: tensor_type = 1.
    private static Value value(CodedInputStream in) throws IOException {
        var value = new String[] {""};
        var shape = new ArrayList<Long>();
        var type = new int[] {0};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, 1)) {
                value[0] = text(in);
            } else if (isMessage(tag, 2)) {
                within(in, () -> tensorType(in, type, shape));
            } else {
                in.skipField(tag);
            }
        }
        boolean said = !shape.isEmpty() && shape.stream().allMatch(d -> d == -1 || d >= 1);
        return new Value(
                value[0],
                datatype(type[0])
                        .filter(_ -> said)
                        .map(d -> new TensorSpec(value[0], d, shape, List.of())));
    }

    private static void tensorType(CodedInputStream in, int[] type, List<Long> shape)
            throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, 1)) {
                within(in, () -> tensor(in, type, shape));
            } else {
                in.skipField(tag);
            }
        }
    }

    /// `TypeProto.Tensor`: elem_type = 1, shape = 2; `TensorShapeProto`: dim = 1.
    private static void tensor(CodedInputStream in, int[] type, List<Long> shape)
            throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (1 << 3)) {
                type[0] = in.readInt32();
            } else if (isMessage(tag, 2)) {
                within(in, () -> dimensions(in, shape));
            } else {
                in.skipField(tag);
            }
        }
    }

    private static void dimensions(CodedInputStream in, List<Long> shape) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, 1)) {
                within(in, () -> shape.add(dimension(in)));
            } else {
                in.skipField(tag);
            }
        }
    }

    /// dim_value = 1; anything else is a size by name, or any.
    private static long dimension(CodedInputStream in) throws IOException {
        long size = -1;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (1 << 3)) {
                size = in.readInt64();
            } else {
                in.skipField(tag);
            }
        }
        return size;
    }

    private static Optional<Datatype> datatype(int type) {
        return switch (type) {
            case 1 -> Optional.of(Datatype.FP32);
            case 2 -> Optional.of(Datatype.UINT8);
            case 3 -> Optional.of(Datatype.INT8);
            case 4 -> Optional.of(Datatype.UINT16);
            case 5 -> Optional.of(Datatype.INT16);
            case 6 -> Optional.of(Datatype.INT32);
            case 7 -> Optional.of(Datatype.INT64);
            case 8 -> Optional.of(Datatype.BYTES);
            case 9 -> Optional.of(Datatype.BOOL);
            case 11 -> Optional.of(Datatype.FP64);
            case 12 -> Optional.of(Datatype.UINT32);
            case 13 -> Optional.of(Datatype.UINT64);
            default -> Optional.empty();
        };
    }

    @FunctionalInterface
    private interface Read {
        void run() throws IOException;
    }

    private static void within(CodedInputStream in, Read read) throws IOException {
        int outside = in.pushLimit(in.readRawVarint32());
        read.run();
        in.checkLastTagWas(0);
        in.popLimit(outside);
    }

    private static boolean isMessage(int tag, int field) {
        return tag == ((field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    private static String text(CodedInputStream in) throws IOException {
        return new String(in.readByteArray(), StandardCharsets.UTF_8);
    }
}
