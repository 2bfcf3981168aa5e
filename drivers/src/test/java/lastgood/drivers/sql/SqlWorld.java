package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/// A database with versions of a feature table in it, and those who use it without the driver.
///
/// @param schema where all of it is
record SqlWorld(Source source, SqlAccess access, String schema) {
    interface Source {
        Connection connect() throws SQLException;
    }

    SqlPointer pointer() {
        return new SqlPointer(schema, "features", "features_v");
    }

    /// One version has a column more than the next, so that no view can simply be replaced.
    void add(String name, String content, boolean wide) throws SQLException {
        run(
                "CREATE TABLE %s.%s (%s id BIGINT PRIMARY KEY, word TEXT, score DOUBLE PRECISION)"
                        .formatted(schema, name, wide ? "extra TEXT," : ""));
        run(
                "INSERT INTO %s.%s (id, word, score) VALUES (2, NULL, 0.1), (1, '%s', 1e300)"
                        .formatted(schema, name, content));
    }

    void move(String name) throws SQLException {
        try (var connection = source.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DROP VIEW IF EXISTS %s.features".formatted(schema));
            statement.execute(
                    "CREATE VIEW %s.features AS SELECT * FROM %s.%s"
                            .formatted(schema, schema, name));
            connection.commit();
        }
    }

    String read() throws SQLException {
        return one("SELECT word FROM %s.features WHERE id = 1".formatted(schema)).orElseThrow();
    }

    /// All that a reader with one connection sees until it is over.
    Set<String> readUntil(AtomicBoolean over) throws SQLException {
        var seen = new TreeSet<String>();
        try (var connection = source.connect()) {
            while (!over.get()) {
                seen.add(
                        Query.one(
                                        connection,
                                        "SELECT word FROM %s.features WHERE id = 1"
                                                .formatted(schema))
                                .orElseThrow());
            }
        }
        return seen;
    }

    void run(String sql) throws SQLException {
        try (var connection = source.connect()) {
            Query.run(connection, sql);
        }
    }

    Optional<String> one(String sql) throws SQLException {
        try (var connection = source.connect()) {
            return Query.one(connection, sql);
        }
    }
}
