package lastgood.mlflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.util.function.UnaryOperator;

/// ONNX files, written field by field (numbers of `onnx.proto`).
public final class Onnx {
    private Onnx() {}

    /// One input `X` FP32 [-1, 2], one output `Y` FP32 [-1, 1], and a constant that is listed among the inputs too.
    public static byte[] takesTwoColumns() {
        return model(g ->
                add(
                        add(
                                add(add(g, 11, value("X", 1, -1, 2)), 11, value("W", 1, 2, 1)),
                                5,
                                message(t -> text(t, 8, "W"))),
                        12,
                        value("Y", 1, -1, 1)));
    }

    /// The same with a tensor that lies in another file.
    public static byte[] withTensorsIn(String location, String offset, String length) {
        return model(g ->
                add(
                        add(add(g, 11, value("X", 1, -1, 2)), 12, value("Y", 1, -1, 1)),
                        5,
                        message(t ->
                                number(
                                        add(
                                                add(
                                                        add(
                                                                number(
                                                                        number(
                                                                                number(
                                                                                        text(
                                                                                                t,
                                                                                                8,
                                                                                                "W"),
                                                                                        1,
                                                                                        2),
                                                                                1,
                                                                                1),
                                                                        2,
                                                                        1),
                                                                13,
                                                                entry("location", location)),
                                                        13,
                                                        entry("offset", offset)),
                                                13,
                                                entry("length", length)),
                                        14,
                                        1))));
    }

    private static UnknownFieldSet entry(String key, String value) {
        return message(e -> text(text(e, 1, key), 2, value));
    }

    public static byte[] model(UnaryOperator<UnknownFieldSet.Builder> graph) {
        return message(m -> add(m, 7, message(graph))).toByteArray();
    }

    public static UnknownFieldSet value(String name, int type, long... shape) {
        return message(v ->
                add(
                        text(v, 1, name),
                        2,
                        message(t ->
                                add(
                                        t,
                                        1,
                                        message(tensor ->
                                                add(
                                                        number(tensor, 1, type),
                                                        2,
                                                        message(s -> dimensions(s, shape))))))));
    }

    private static UnknownFieldSet.Builder dimensions(UnknownFieldSet.Builder s, long... shape) {
        for (long size : shape) {
            add(s, 1, message(d -> size < 0 ? text(d, 2, "N") : number(d, 1, size)));
        }
        return s;
    }

    public static UnknownFieldSet message(UnaryOperator<UnknownFieldSet.Builder> fields) {
        return fields.apply(UnknownFieldSet.newBuilder()).build();
    }

    public static UnknownFieldSet.Builder add(
            UnknownFieldSet.Builder to, int field, UnknownFieldSet message) {
        return bytes(to, field, message.toByteString());
    }

    public static UnknownFieldSet.Builder text(UnknownFieldSet.Builder to, int field, String text) {
        return bytes(to, field, ByteString.copyFromUtf8(text));
    }

    public static UnknownFieldSet.Builder bytes(
            UnknownFieldSet.Builder to, int field, ByteString bytes) {
        return to.mergeField(field, Field.newBuilder().addLengthDelimited(bytes).build());
    }

    public static UnknownFieldSet.Builder number(
            UnknownFieldSet.Builder to, int field, long number) {
        return to.mergeField(field, Field.newBuilder().addVarint(number).build());
    }
}
