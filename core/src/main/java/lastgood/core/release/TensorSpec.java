package lastgood.core.release;

import java.util.List;

/// What a tensor must look like.
///
/// @param shape one entry a dimension, -1 where any positive size will do
/// @param columns what stands in each place of the last dimension; empty where nobody said
public record TensorSpec(String name, Datatype datatype, List<Long> shape, List<Column> columns) {

    public TensorSpec {
        shape = List.copyOf(shape);
        columns = List.copyOf(columns);
        if (shape.stream().anyMatch(d -> d != -1 && d < 1)) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "': a dimension is positive or -1, got " + shape);
        }
        if (!columns.isEmpty() && (shape.isEmpty() || shape.getLast() != columns.size())) {
            throw new IllegalArgumentException(
                    "tensor '"
                            + name
                            + "' has shape "
                            + shape
                            + " but "
                            + columns.size()
                            + " columns");
        }
    }

    /// Whether a tensor of this shape is allowed: as many dimensions, all positive, equal where fixed.
    public boolean fits(List<Long> actual) {
        if (actual.size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (actual.get(i) < 1 || (shape.get(i) != -1 && !shape.get(i).equals(actual.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /// `X FP32 [-1, 30]`
    @Override
    public String toString() {
        return name + " " + datatype + " " + shape;
    }
}
