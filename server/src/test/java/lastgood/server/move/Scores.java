package lastgood.server.move;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A database with two versions of a table of scores, and those who read it through a view.
final class Scores {
    interface Source {
        Connection connect() throws SQLException;
    }

    private final Source source;

    Scores(Source source) {
        this.source = source;
    }

    void lay() throws SQLException {
        try (var connection = source.connect();
                var statement = connection.createStatement()) {
            for (var version : List.of("v1", "v2")) {
                statement.execute(
                        "CREATE TABLE scores_%s (id BIGINT PRIMARY KEY, word TEXT)"
                                .formatted(version));
                statement.execute(
                        "INSERT INTO scores_%s (id, word) VALUES (1, '%s')"
                                .formatted(version, version));
            }
            statement.execute("CREATE VIEW scores AS SELECT * FROM scores_v2");
        }
    }

    String read() throws SQLException {
        try (var connection = source.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT word FROM scores WHERE id = 1")) {
            rows.next();
            return rows.getString(1);
        }
    }

    static SortedMap<String, String> settings(String url, String schema) {
        var settings = new TreeMap<String, String>();
        settings.put("url", url);
        settings.put("schema", schema);
        settings.put("view", "scores");
        return settings;
    }
}
