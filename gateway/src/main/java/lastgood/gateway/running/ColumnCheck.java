package lastgood.gateway.running;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// What a schema says of the columns of one tensor, ready to be held against values.
///
/// Bounds are rounded the way the values were: 0.1 as a bound is inside for 0.1 sent as FP32.
final class ColumnCheck {
    private final String tensor;
    private final List<Column> columns;
    private final double[] least;
    private final double[] greatest;
    private final List<Set<Object>> allowed;

    ColumnCheck(TensorSpec spec) {
        tensor = spec.name();
        columns = spec.columns();
        least = new double[columns.size()];
        greatest = new double[columns.size()];
        for (int c = 0; c < least.length; c++) {
            var column = columns.get(c);
            least[c] = spec.datatype().rounded(column.min().orElse(Double.NEGATIVE_INFINITY));
            greatest[c] = spec.datatype().rounded(column.max().orElse(Double.POSITIVE_INFINITY));
        }
        allowed = columns.stream().map(column -> allowed(spec, column)).toList();
    }

    String tensor() {
        return tensor;
    }

    /// Names a column that lacks a value it must have.
    Optional<String> missing(Tensor given) {
        if (!given.datatype().isReal()) {
            return Optional.empty();
        }
        var values = given.values();
        for (int i = 0; i < values.size(); i++) {
            var column = columns.get(i % columns.size());
            if (!column.nullable() && !Double.isFinite(values.real(i))) {
                return Optional.of(
                        "column '%s' of input '%s' must have a value, got %s in row %d"
                                .formatted(
                                        column.name(), tensor, values.text(i), i / columns.size()));
            }
        }
        return Optional.empty();
    }

    boolean isInvalid(Tensor given) {
        for (int i = 0; i < given.values().size(); i++) {
            if (!holds(i % columns.size(), given, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(int c, Tensor given, int i) {
        var among = allowed.get(c);
        if (given.values() instanceof Values.Texts texts) {
            return among.isEmpty() || among.contains(texts.text(i));
        }
        double value = given.real(i);
        if (Double.isNaN(value)) {
            return columns.get(c).nullable();
        }
        return value >= least[c]
                && value <= greatest[c]
                && (among.isEmpty() || among.contains(value + 0.0)); // -0 is 0
    }

    private static Set<Object> allowed(TensorSpec spec, Column column) {
        var allowed = new HashSet<Object>();
        for (var text : column.values()) {
            boolean isText = spec.datatype() == Datatype.BYTES;
            allowed.add(isText ? text : (Object) spec.datatype().number(text));
        }
        return Set.copyOf(allowed);
    }
}
