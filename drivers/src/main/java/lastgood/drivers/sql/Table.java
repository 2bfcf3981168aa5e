package lastgood.drivers.sql;

import java.util.List;

/// A version's table, as the catalogue has it.
///
/// @param columns in their order
/// @param key the columns of its primary key, in the key's order
record Table(String name, List<Column> columns, List<Column> key) {
    Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
