package lastgood.core.release;

import java.util.HashSet;
import java.util.List;

/// What is read of a feature table, and by what: an entity's key gives its row, and the row's columns are features.
///
/// Where the table is belongs to the component's world and is no part of this.
///
/// @param key the column that names an entity, and the input by which callers send it
/// @param keyType [Datatype#INT64] or [Datatype#BYTES]
/// @param columns in the order in which a model takes them
/// @param nullable those of the columns that may be without a value, which the model is given as NaN
public record Lookup(String key, Datatype keyType, List<String> columns, List<String> nullable) {
    public static final int MOST_COLUMNS = 1000;

    public Lookup {
        columns = List.copyOf(columns);
        nullable = List.copyOf(nullable);
        if (keyType != Datatype.INT64 && keyType != Datatype.BYTES) {
            throw new IllegalArgumentException("a key is INT64 or BYTES, not " + keyType);
        }
        if (key.isEmpty()
                || columns.isEmpty()
                || columns.size() > MOST_COLUMNS
                || new HashSet<>(columns).size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a look-up has a key and up to " + MOST_COLUMNS + " different columns");
        }
        if (!columns.containsAll(nullable)) {
            throw new IllegalArgumentException("only columns that are read can be nullable");
        }
    }

    public boolean isNullable(int column) {
        return nullable.contains(columns.get(column));
    }

    /// `customer_id INT64 → [age, income]`
    @Override
    public String toString() {
        return key
                + " "
                + keyType
                + " → "
                + columns
                + (nullable.isEmpty() ? "" : ", nullable " + nullable);
    }
}
