package lastgood.gateway.running.tensor;

import java.util.List;
import lastgood.core.release.Datatype;

/// A named tensor: what a caller sends, what a graph gives.
///
/// @param shape all dimensions positive; their product is the number of values
public record Tensor(String name, Datatype datatype, List<Long> shape, Values values) {

    public Tensor {
        shape = List.copyOf(shape);
    }

    /// How many rows it has, if its first dimension counts rows.
    public long rows() {
        return shape.isEmpty() ? 1 : shape.getFirst();
    }

    /// How many columns stand side by side: the last dimension, but one where a row is a single value.
    public int width() {
        return shape.size() < 2 ? 1 : shape.getLast().intValue();
    }

    /// How many values one row has.
    public int rowSize() {
        return (int) (values.size() / rows());
    }

    /// The element as a number. UINT64 has no sign: what lies in its upper half is no negative number.
    ///
    /// @throws IllegalStateException for texts
    public double real(int i) {
        return datatype == Datatype.UINT64 && values instanceof Values.Wholes wholes
                ? unsigned(wholes.array()[i])
                : values.real(i);
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }

    public long[] dimensions() {
        long[] dimensions = new long[shape.size()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = shape.get(i);
        }
        return dimensions;
    }
}
