package lastgood.gateway.protocol.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Writes the answer that nearly everybody gets, byte by byte: numbers of a few tensors, and names in plain ASCII.
///
/// Whatever else there is to write is left to the JSON library. A test holds both against each other, to the byte.
final class UsualAnswer {
    private static final int USUAL_SIZE = 384;
    private static final int MOST_VALUES = 4096;

    private byte[] bytes = new byte[USUAL_SIZE];
    private int size;

    private UsualAnswer() {}

    /// Empty: it is an unusual one.
    static Optional<ByteBuf> write(
            String service, String version, Optional<String> id, List<Tensor> outputs) {
        boolean usual =
                isPlain(service)
                        && isPlain(version)
                        && (id.isEmpty() || isPlain(id.get()))
                        && isUsual(outputs);
        if (!usual) {
            return Optional.empty();
        }
        var answer = new UsualAnswer();
        answer.add("{\"model_name\":\"").add(service).add("\",\"model_version\":\"").add(version);
        if (id.isPresent()) {
            answer.add("\",\"id\":\"").add(id.get());
        }
        answer.add("\",\"outputs\":[");
        for (int i = 0; i < outputs.size(); i++) {
            answer.add(i == 0 ? "" : ",").tensor(outputs.get(i));
        }
        answer.add("]}");
        return Optional.of(Unpooled.wrappedBuffer(answer.bytes, 0, answer.size));
    }

    private static boolean isUsual(List<Tensor> outputs) {
        int values = 0;
        for (var output : outputs) {
            values += output.values().size();
            if (values > MOST_VALUES || !isPlain(output.name()) || !isFinite(output.values())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(Values values) {
        return switch (values) {
            case Values.Floats floats -> {
                boolean finite = true;
                for (float value : floats.array()) {
                    finite &= Float.isFinite(value);
                }
                yield finite;
            }
            case Values.Doubles doubles -> {
                boolean finite = true;
                for (double value : doubles.array()) {
                    finite &= Double.isFinite(value);
                }
                yield finite;
            }
            case Values.Wholes _ -> true;
            case Values.Texts _ -> false;
        };
    }

    /// Nothing in it has to be written otherwise in JSON.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void tensor(Tensor tensor) {
        add("{\"name\":\"")
                .add(tensor.name())
                .add("\",\"datatype\":\"")
                .add(tensor.datatype().name());
        add("\",\"shape\":[");
        var shape = tensor.shape();
        for (int i = 0; i < shape.size(); i++) {
            add(i == 0 ? "" : ",").add(Long.toString(shape.get(i)));
        }
        add("],\"data\":[");
        var values = tensor.values();
        for (int i = 0; i < values.size(); i++) {
            add(i == 0 ? "" : ",").add(text(tensor.datatype(), values, i));
        }
        add("]}");
    }

    private static String text(Datatype datatype, Values values, int i) {
        if (values instanceof Values.Wholes wholes) {
            long value = wholes.array()[i];
            return switch (datatype) {
                case BOOL -> value == 0 ? "false" : "true";
                case UINT64 -> Long.toUnsignedString(value);
                default -> Long.toString(value);
            };
        }
        return values.text(i);
    }

    private UsualAnswer add(String ascii) {
        int length = ascii.length();
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + length));
        }
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) ascii.charAt(i);
        }
        size += length;
        return this;
    }
}
