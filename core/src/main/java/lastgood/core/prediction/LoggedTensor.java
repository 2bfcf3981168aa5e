package lastgood.core.prediction;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lastgood.core.release.Datatype;

/// A tensor as the prediction log keeps it: bytes of its own, which nobody changes.
public final class LoggedTensor {
    private final String name;
    private final Datatype datatype;
    private final List<Long> shape;
    private final byte[] raw;
    private final List<Integer> redacted;

    /// @param raw the values row by row, little-endian: BOOL and 8 bits as one byte each, a text as its length in four
    ///     bytes and its UTF-8; empty where they are withheld altogether
    /// @param redacted places of the last dimension whose values are withheld; what stands in their bytes means nothing
    public LoggedTensor(
            String name, Datatype datatype, List<Long> shape, byte[] raw, List<Integer> redacted) {
        this.name = name;
        this.datatype = datatype;
        this.shape = List.copyOf(shape);
        this.raw = raw;
        this.redacted = List.copyOf(redacted);
    }

    public static LoggedTensor withheld(String name, Datatype datatype, List<Long> shape) {
        return new LoggedTensor(name, datatype, shape, new byte[0], List.of());
    }

    public String name() {
        return name;
    }

    public Datatype datatype() {
        return datatype;
    }

    public List<Long> shape() {
        return shape;
    }

    public byte[] raw() {
        return raw;
    }

    public List<Integer> redacted() {
        return redacted;
    }

    public boolean isWithheld() {
        return raw.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LoggedTensor that
                && name.equals(that.name)
                && datatype == that.datatype
                && shape.equals(that.shape)
                && Arrays.equals(raw, that.raw)
                && redacted.equals(that.redacted);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, datatype, shape, Arrays.hashCode(raw), redacted);
    }

    /// Without values: they are nobody's business in a message.
    @Override
    public String toString() {
        return name + " " + datatype + " " + shape + (isWithheld() ? " withheld" : "");
    }
}
