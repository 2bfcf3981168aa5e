package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which rows are wanted, and what of them.
///
/// @param keyColumns the columns that name an entity
/// @param keys of each entity its values in these columns: texts and whole numbers, written as the database writes them
/// @param columns whose values are wanted
public record SqlAsk(List<String> keyColumns, List<List<Object>> keys, List<String> columns) {
    /// More keys than this are not asked for at once.
    public static final int MOST_KEYS = 500;

    public SqlAsk {
        keyColumns = List.copyOf(keyColumns);
        keys = keys.stream().map(List::copyOf).toList();
        columns = List.copyOf(columns);
        int width = keyColumns.size();
        if (width == 0 || columns.isEmpty()) {
            throw new IllegalArgumentException("rows have a key and at least one column");
        }
        if (keys.size() > MOST_KEYS || keys.stream().anyMatch(key -> key.size() != width)) {
            throw new IllegalArgumentException(
                    "at most " + MOST_KEYS + " keys are asked for, each of " + width + " values");
        }
    }

    /// One query, in which every value is a parameter.
    List<Optional<SqlRow>> answered(Connection connection, Database database, String table)
            throws SQLException {
        var found = new HashMap<List<String>, SqlRow>();
        try (var statement = connection.prepareStatement(select(database, table))) {
            int at = 1;
            for (var key : keys) {
                for (var value : key) {
                    database.fill(statement, at++, value);
                }
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var key = new ArrayList<String>();
                    for (int i = 1; i <= keyColumns.size(); i++) {
                        key.add(rows.getString(i));
                    }
                    var values = new ArrayList<Optional<Object>>();
                    for (int i = 1; i <= columns.size(); i++) {
                        values.add(SqlRow.value(rows, keyColumns.size() + i));
                    }
                    if (found.put(Collections.unmodifiableList(key), new SqlRow(values)) != null) {
                        throw new SQLException("there is more than one row of the key " + key);
                    }
                }
            }
        }
        return inOrder(found);
    }

    private String select(Database database, String table) {
        var one =
                keyColumns.stream()
                        .map(column -> Column.quoted(column) + " = ?")
                        .collect(Collectors.joining(" AND ", "(", ")"));
        return "SELECT "
                + Stream.concat(keyColumns.stream(), columns.stream())
                        .map(Column::quoted)
                        .collect(Collectors.joining(", "))
                + " FROM "
                + database.place(table)
                + " AS t WHERE "
                + String.join(" OR ", Collections.nCopies(keys.size(), one));
    }

    private List<Optional<SqlRow>> inOrder(Map<List<String>, SqlRow> found) throws SQLException {
        var asked = keys.stream().map(key -> key.stream().map(String::valueOf).toList()).toList();
        for (var key : found.keySet()) {
            if (!asked.contains(key)) {
                throw new SQLException("the database writes a key that was asked for as " + key);
            }
        }
        return asked.stream().map(key -> Optional.ofNullable(found.get(key))).toList();
    }
}
