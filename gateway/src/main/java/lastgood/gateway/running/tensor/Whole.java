package lastgood.gateway.running.tensor;

import lastgood.core.release.Datatype;

/// Whole numbers of a width.
public final class Whole {
    private Whole() {}

    /// The value, if the datatype can hold it. UINT64 is the same 64 bits without a sign, so every value fits it.
    public static long inRange(Datatype datatype, long value) throws BadData {
        boolean fits =
                switch (datatype) {
                    case INT8 -> value == (byte) value;
                    case INT16 -> value == (short) value;
                    case INT32 -> value == (int) value;
                    case UINT8 -> value == (value & 0xffL);
                    case UINT16 -> value == (value & 0xffffL);
                    case UINT32 -> value == (value & 0xffffffffL);
                    case INT64, UINT64, BOOL, FP16, FP32, FP64, BYTES -> true;
                };
        if (!fits) {
            throw new BadData(value + " does not fit " + datatype);
        }
        return value;
    }
}
