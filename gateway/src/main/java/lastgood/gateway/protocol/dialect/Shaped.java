package lastgood.gateway.protocol.dialect;

import java.util.ArrayList;
import java.util.List;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.DataReader;
import lastgood.gateway.running.tensor.Tensor;

/// Values whose nesting is all that is said of their shape.
final class Shaped {
    private Shaped() {}

    /// A tensor for an input of the schema; whether it fits is not looked at here.
    static Tensor tensor(TensorSpec input, DataReader.Data data) throws BadData {
        if (!data.isWhole()) {
            throw new BadData(
                    data.values().size() == 0
                            ? "input '" + input.name() + "' has no values"
                            : "input '" + input.name() + "' holds empty arrays");
        }
        return new Tensor(
                input.name(), input.datatype(), shape(input, data.lengths()), data.values());
    }

    /// Nobody writes a single column as arrays of one value each.
    private static List<Long> shape(TensorSpec input, List<Long> lengths) {
        boolean oneColumn =
                input.shape().size() == lengths.size() + 1 && input.shape().getLast() == 1;
        if (!oneColumn) {
            return lengths;
        }
        var shape = new ArrayList<>(lengths);
        shape.add(1L);
        return shape;
    }
}
