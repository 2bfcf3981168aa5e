package lastgood.gateway.running.graph;

import ai.onnxruntime.OrtException;

/// A graph gave texts that cannot be brought out of the runtime unaltered.
public final class AlteredTextException extends OrtException {
    private static final long serialVersionUID = 1;

    AlteredTextException(String tensor) {
        super(
                "'"
                        + tensor
                        + "' holds NUL or characters beyond U+FFFF, which cannot be read unaltered");
    }
}
