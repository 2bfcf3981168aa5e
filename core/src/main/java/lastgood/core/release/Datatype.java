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

    public static Optional<Datatype> parse(String text) {
        return Arrays.stream(values()).filter(d -> d.name().equals(text)).findFirst();
    }
}
