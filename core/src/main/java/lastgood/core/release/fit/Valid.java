package lastgood.core.release.fit;

import java.util.HashSet;
import java.util.Set;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;

/// The values that are valid in one column, read as the gateway reads them: `1` is `1.0`, and bounds are rounded the way
/// the values are.
record Valid(Column column, Datatype datatype) {

    /// Whether whatever the other may hold is inside the range of this one. Texts have none.
    boolean rangeHolds(Valid other) {
        if (datatype == Datatype.BYTES) {
            return true;
        }
        if (other.column.values().isEmpty()) {
            return least() <= other.least() && other.greatest() <= greatest();
        }
        return other.numbers().stream().allMatch(this::isInRange);
    }

    /// Whether whatever the other may hold is among the values listed here.
    boolean listHolds(Valid other) {
        if (column.values().isEmpty()) {
            return true;
        }
        if (other.column.values().isEmpty()) {
            return false;
        }
        return datatype == Datatype.BYTES
                ? column.values().containsAll(other.column.values())
                : numbers().containsAll(other.numbers());
    }

    /// Only real numbers can be: a null among others is refused whatever the schema says.
    boolean mayBeMissing() {
        return datatype.isReal() && column.nullable();
    }

    /// `0.0 to 10.0`
    String range() {
        var min = column.min();
        var max = column.max();
        if (min.isPresent() && max.isPresent()) {
            return min.get() + " to " + max.get();
        }
        return min.map(m -> "at least " + m).or(() -> max.map(m -> "at most " + m)).orElse("any");
    }

    String list() {
        return column.values().isEmpty() ? "any" : column.values().toString();
    }

    String presence() {
        return column.nullable() ? "nullable" : "not nullable";
    }

    private double least() {
        return datatype.rounded(column.min().orElse(Double.NEGATIVE_INFINITY));
    }

    private double greatest() {
        return datatype.rounded(column.max().orElse(Double.POSITIVE_INFINITY));
    }

    private boolean isInRange(double value) {
        return least() <= value && value <= greatest();
    }

    /// The listed values that are inside the column's own range.
    private Set<Double> numbers() {
        var numbers = new HashSet<Double>();
        for (var text : column.values()) {
            double number = datatype.number(text);
            if (isInRange(number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
