package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.release.Digest;

/// Which moves of a view were made, in a table of lastgood's own beside it. A row gets there in the transaction that turns
/// the view, so there is no move that was begun only.
///
/// The last thousand are remembered. A key older than that is as good as new, and nobody repeats a move that late.
record Moves(Database database, String view) {
    static final String TABLE = "lastgood_moves";
    private static final int MOST = 1000;

    private String table() {
        return database.place(TABLE);
    }

    void prepare(Connection connection) throws SQLException {
        if (!database.hasTable(connection, TABLE)) {
            Query.run(
                    connection,
                    "CREATE TABLE "
                            + table()
                            + " (view_name TEXT NOT NULL, move_key TEXT NOT NULL, number BIGINT NOT NULL,"
                            + " version TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (view_name, move_key))");
        }
    }

    /// Where the move of that key went, if it was made.
    Optional<Mark> made(Connection connection, MoveKey key) throws SQLException {
        var found = new ArrayList<Mark>();
        Query.each(
                connection,
                "SELECT version, digest FROM " + table() + " WHERE view_name = ? AND move_key = ?",
                row -> found.add(mark(row.getString(1), row.getString(2))),
                view,
                key.text());
        return found.stream().findFirst();
    }

    private static Mark mark(String version, String digest) throws SQLException {
        try {
            return new Mark(version, Digest.parse(digest));
        } catch (IllegalArgumentException e) {
            throw new SQLException(
                    TABLE + " does not hold what moves were made: " + e.getMessage(), e);
        }
    }

    void add(Connection connection, MoveKey key, Mark to) throws SQLException {
        Query.change(
                connection,
                "INSERT INTO "
                        + table()
                        + " (view_name, move_key, number, version, digest)"
                        + " SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ? FROM "
                        + table()
                        + " WHERE view_name = ?",
                view,
                key.text(),
                to.at(),
                to.digest().toString(),
                view);
        Query.change(
                connection,
                "DELETE FROM "
                        + table()
                        + " WHERE view_name = ? AND number <= (SELECT max(number) FROM "
                        + table()
                        + " WHERE view_name = ?) - "
                        + MOST,
                view,
                view);
    }
}
