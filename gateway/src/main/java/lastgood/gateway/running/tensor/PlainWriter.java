package lastgood.gateway.running.tensor;

import java.util.Arrays;
import java.util.Collection;
import lastgood.core.release.Datatype;

/// Writes JSON byte by byte where nothing in it has to be written otherwise than it is: finite numbers of a few tensors, and
/// names in plain ASCII. What it writes is to the byte what the JSON library would.
public final class PlainWriter {
    private static final int USUAL_SIZE = 384;
    private static final int MOST_VALUES = 4096;

    private byte[] bytes = new byte[USUAL_SIZE];
    private int size;

    /// What was written, up to [#size].
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /// Whether all of them can be written so.
    public static boolean arePlain(Collection<Tensor> tensors) {
        int values = 0;
        for (var tensor : tensors) {
            values += tensor.values().size();
            if (values > MOST_VALUES || !isPlain(tensor.name()) || !isFinite(tensor.values())) {
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
    public static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /// `{name, datatype, shape, data}`, row-major and flat.
    public PlainWriter add(Tensor tensor) {
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
        return add("]}");
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

    public PlainWriter add(String ascii) {
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
