package lastgood.core.release;

import java.util.List;
import java.util.Optional;

/// One place of a tensor's last dimension: its name, its unit, and the values it may hold.
///
/// @param values the allowed ones, as text; empty: any
/// @param nullable whether a missing value (null, NaN) is allowed
public record Column(
        String name,
        Optional<String> unit,
        Optional<Double> min,
        Optional<Double> max,
        List<String> values,
        boolean nullable) {
    public Column {
        values = List.copyOf(values);
        if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
            throw new IllegalArgumentException(
                    "column '" + name + "': min " + min.get() + " > max " + max.get());
        }
    }

    /// One of which no more than its name is known: it may hold anything, or nothing.
    public static Column named(String name) {
        return new Column(
                name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), true);
    }
}
