package lastgood.core.release;

import java.util.Arrays;
import java.util.Optional;

/// Tensor datatypes by the Open Inference Protocol's names.
public enum Datatype {
    BOOL,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    INT8,
    INT16,
    INT32,
    INT64,
    FP16,
    FP32,
    FP64,
    BYTES;

    public boolean isWhole() {
        return switch (this) {
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> true;
            case BOOL, FP16, FP32, FP64, BYTES -> false;
        };
    }

    public boolean isReal() {
        return this == FP16 || this == FP32 || this == FP64;
    }

    /// A number as a tensor of this datatype holds it: 0.1 as a bound is the 0.1 that was sent as FP32.
    public double rounded(double number) {
        return switch (this) {
            case FP16 -> Float.float16ToFloat(Float.floatToFloat16((float) number));
            case FP32 -> (float) number;
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP64, BYTES ->
                    number;
        };
    }

    /// What a column's listed value is among numbers, with -0 as 0. A text that is no number is none: nothing equals NaN.
    public double number(String text) {
        if (this == BOOL) {
            return text.equals("true") || text.equals("1") ? 1 : 0;
        }
        try {
            return rounded(Double.parseDouble(text)) + 0.0;
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /// Whether a tensor of this datatype can hold what is written so: a whole number in its range, a finite real number,
    /// `true` or `false`, any text.
    public boolean holds(String text) {
        try {
            return switch (this) {
                case BYTES -> true;
                case BOOL -> text.equals("true") || text.equals("false");
                case UINT64 -> text.equals(Long.toUnsignedString(Long.parseUnsignedLong(text)));
                case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> {
                    long whole = Long.parseLong(text);
                    yield text.equals(Long.toString(whole)) && least() <= whole && whole <= most();
                }
                case FP16, FP32, FP64 -> Double.isFinite(rounded(Double.parseDouble(text)));
            };
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /// The least whole number it can hold; 0 where it holds none but of no sign, or no whole numbers at all.
    public long least() {
        return switch (this) {
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            case BOOL, UINT8, UINT16, UINT32, UINT64, FP16, FP32, FP64, BYTES -> 0;
        };
    }

    /// The greatest whole number it can hold, and [Long#MAX_VALUE] where that is greater still, or there is none.
    public long most() {
        return switch (this) {
            case INT8 -> Byte.MAX_VALUE;
            case UINT8 -> (1 << 8) - 1;
            case INT16 -> Short.MAX_VALUE;
            case UINT16 -> (1 << 16) - 1;
            case INT32 -> Integer.MAX_VALUE;
            case UINT32 -> (1L << 32) - 1;
            case INT64, BOOL, UINT64, FP16, FP32, FP64, BYTES -> Long.MAX_VALUE;
        };
    }

    public static Optional<Datatype> parse(String text) {
        return Arrays.stream(values()).filter(d -> d.name().equals(text)).findFirst();
    }
}
