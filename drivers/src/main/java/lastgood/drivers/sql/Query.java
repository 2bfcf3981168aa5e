package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Small questions to a database. A parameter is a text or a number, and never part of the statement.
final class Query {
    private Query() {}

    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void change(Connection connection, String sql, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            fill(statement, parameters);
            statement.executeUpdate();
        }
    }

    static void each(Connection connection, String sql, Row row, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            fill(statement, parameters);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.take(rows);
                }
            }
        }
    }

    /// The first column of all rows that have a value there.
    static List<String> all(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var all = new ArrayList<String>();
        each(
                connection,
                sql,
                row -> Optional.ofNullable(row.getString(1)).ifPresent(all::add),
                parameters);
        return all;
    }

    /// The first of them.
    static Optional<String> one(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return all(connection, sql, parameters).stream().findFirst();
    }

    private static void fill(PreparedStatement statement, Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
