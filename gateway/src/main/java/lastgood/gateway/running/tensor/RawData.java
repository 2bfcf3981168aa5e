package lastgood.gateway.running.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Loan;

/// The values of a tensor as bytes: row by row, little-endian, BOOL and 8 bits as one byte each, a text as its length in
/// four bytes and its UTF-8. So they travel in gRPC's raw contents, in binary tensors over HTTP, and to a process that runs a model.
public final class RawData {
    private static final int LENGTH = Integer.BYTES;

    private RawData() {}

    /// Reads exactly these bytes, and no fewer and no more values than `elements`.
    ///
    /// @param elements from a shape that was checked
    /// @param loan pays for what is read, and for the copy that a graph is given
    public static Values read(Datatype datatype, int elements, ByteBuffer bytes, Loan loan)
            throws BadData {
        var from = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (datatype == Datatype.BYTES) {
            return texts(elements, from, loan);
        }
        int width = width(datatype);
        if (from.remaining() != (long) elements * width) {
            throw new BadData(
                    "%d values of %s are %d bytes, but there are %d"
                            .formatted(
                                    elements, datatype, (long) elements * width, from.remaining()));
        }
        return switch (datatype) {
            case FP32 -> {
                new Cost(loan, Float.BYTES, 0).fit(elements);
                var array = new float[elements];
                from.asFloatBuffer().get(array);
                yield new Values.Floats(array);
            }
            case FP16 -> {
                new Cost(loan, Float.BYTES, 0).fit(elements);
                var array = new float[elements];
                for (int i = 0; i < elements; i++) {
                    array[i] = Float.float16ToFloat(from.getShort());
                }
                yield new Values.Floats(array);
            }
            case FP64 -> {
                new Cost(loan, Double.BYTES, 0).fit(elements);
                var array = new double[elements];
                from.asDoubleBuffer().get(array);
                yield new Values.Doubles(array);
            }
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> {
                new Cost(loan, Long.BYTES, 0).fit(elements);
                yield new Values.Wholes(wholes(datatype, elements, from));
            }
            case BYTES -> throw new IllegalStateException("texts have no width");
        };
    }

    /// How many bytes the values of a tensor are.
    public static long size(Tensor tensor) {
        if (!(tensor.values() instanceof Values.Texts texts)) {
            return (long) tensor.values().size() * width(tensor.datatype());
        }
        long size = 0;
        for (var text : texts.array()) {
            size += LENGTH + text.getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    /// Writes the values of a tensor; there must be room for [#size].
    public static void write(Tensor tensor, ByteBuffer into) {
        var order = into.order();
        into.order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.values()) {
            case Values.Floats floats -> floats(tensor.datatype(), floats.array(), into);
            case Values.Doubles doubles -> {
                for (double value : doubles.array()) {
                    into.putDouble(value);
                }
            }
            case Values.Wholes wholes -> {
                for (long value : wholes.array()) {
                    whole(tensor.datatype(), value, into);
                }
            }
            case Values.Texts texts -> {
                for (var text : texts.array()) {
                    var utf8 = text.getBytes(StandardCharsets.UTF_8);
                    into.putInt(utf8.length).put(utf8);
                }
            }
        }
        into.order(order);
    }

    /// @throws IllegalArgumentException for BYTES: texts are as long as they are
    public static int width(Datatype datatype) {
        return switch (datatype) {
            case BOOL, UINT8, INT8 -> 1;
            case UINT16, INT16, FP16 -> 2;
            case UINT32, INT32, FP32 -> 4;
            case UINT64, INT64, FP64 -> 8;
            case BYTES -> throw new IllegalArgumentException("texts have no width");
        };
    }

    private static long[] wholes(Datatype datatype, int elements, ByteBuffer from) throws BadData {
        var array = new long[elements];
        for (int i = 0; i < elements; i++) {
            array[i] =
                    switch (datatype) {
                        case INT8 -> from.get();
                        case UINT8 -> from.get() & 0xffL;
                        case INT16 -> from.getShort();
                        case UINT16 -> from.getShort() & 0xffffL;
                        case INT32 -> from.getInt();
                        case UINT32 -> from.getInt() & 0xffffffffL;
                        case BOOL -> bit(from.get());
                        default -> from.getLong();
                    };
        }
        return array;
    }

    private static long bit(byte value) throws BadData {
        if (value != 0 && value != 1) {
            throw new BadData("BOOL takes the bytes 0 and 1, got " + (value & 0xff));
        }
        return value;
    }

    private static Values texts(int elements, ByteBuffer from, Loan loan) throws BadData {
        // Each takes four bytes at least: a shape that promises more than was sent costs nothing.
        if ((long) elements * LENGTH > from.remaining()) {
            throw tooShort(elements);
        }
        var cost = new Cost(loan, Cost.REFERENCE, 0);
        var array = new String[elements];
        for (int i = 0; i < elements; i++) {
            int length = from.remaining() < LENGTH ? -1 : from.getInt();
            if (length < 0 || length > from.remaining()) {
                throw tooShort(elements);
            }
            array[i] = cost.text(text(from.slice(from.position(), length)));
            from.position(from.position() + length);
        }
        if (from.hasRemaining()) {
            throw new BadData(
                    from.remaining() + " bytes are left behind the last of " + elements + " texts");
        }
        cost.fit(elements);
        return new Values.Texts(array);
    }

    private static BadData tooShort(int elements) {
        return new BadData("the bytes end before " + elements + " texts, each behind its length");
    }

    /// One text out of its UTF-8, if it can be passed on unaltered.
    public static String text(ByteBuffer utf8) throws BadData {
        try {
            return PassableText.checked(
                    StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
        } catch (CharacterCodingException _) {
            throw new BadData("a text is not UTF-8");
        }
    }

    private static void floats(Datatype datatype, float[] values, ByteBuffer into) {
        for (float value : values) {
            if (datatype == Datatype.FP16) {
                into.putShort(Float.floatToFloat16(value));
            } else {
                into.putFloat(value);
            }
        }
    }

    private static void whole(Datatype datatype, long value, ByteBuffer into) {
        switch (width(datatype)) {
            case 1 -> into.put((byte) value);
            case 2 -> into.putShort((short) value);
            case 4 -> into.putInt((int) value);
            default -> into.putLong(value);
        }
    }
}
