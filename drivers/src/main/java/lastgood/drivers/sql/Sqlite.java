package lastgood.drivers.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.driver.Refusals;
import lastgood.core.problem.Outcome;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/// A file of SQLite.
record Sqlite(SqlAccess access) implements Database {
    private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 10_000;

    @Override
    public Connection open(Duration within) throws SQLException {
        var file = access.file().orElseThrow();
        if (!Files.isRegularFile(Path.of(file))) {
            throw new SQLException(file + " is not there");
        }
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(Math.toIntExact(access.limits().lock().toMillis()));
        var connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            giveTime(connection, within);
            Query.run(connection, "PRAGMA synchronous = EXTRA");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void giveTime(Connection connection, Duration within) throws SQLException {
        long until = System.nanoTime() + within.toNanos();
        ProgressHandler.setHandler(
                connection,
                STEPS_BETWEEN_LOOKS_AT_THE_CLOCK,
                new ProgressHandler() {
                    @Override
                    protected int progress() {
                        return System.nanoTime() - until < 0 ? 0 : 1;
                    }
                });
    }

    /// There is nobody at the other end: waits and work end by themselves.
    @Override
    public void cutOff(Connection connection) {}

    @Override
    public void beginLook(Connection connection) throws SQLException {
        Query.run(connection, "BEGIN");
    }

    /// Immediately, as [#open] has it: whoever begins with reading may be refused the lock without a wait. There is one
    /// writer at a time, whatever the view.
    @Override
    public void beginMove(Connection connection, String view) throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public Outcome<Table> table(Connection connection, String name) throws SQLException {
        var encoding = Query.one(connection, "PRAGMA encoding").orElse("");
        if (!encoding.equals("UTF-8")) {
            return Outcome.refused(
                    Refusals.unreadable(name, "its texts are kept as " + encoding + ", not UTF-8"));
        }
        var made =
                Query.one(
                        connection,
                        "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?",
                        name);
        if (made.isEmpty()) {
            return Outcome.refused(Refusals.missing(name, "there is no table of that name"));
        }
        if (made.get().toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL")) {
            return Outcome.refused(Refusals.unreadable(name, "it is a virtual table"));
        }
        var columns = new ArrayList<Column>();
        var key = new TreeMap<Integer, Column>();
        Query.each(
                connection,
                "SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid",
                row -> {
                    var column = column(row.getString(1), row.getString(2));
                    columns.add(column);
                    if (row.getInt(3) > 0) {
                        key.put(row.getInt(3), column);
                    }
                },
                name);
        return key.isEmpty()
                ? Outcome.refused(Refusals.unreadable(name, "it has no primary key"))
                : Outcome.done(new Table(name, columns, new ArrayList<>(key.values())));
    }

    /// By SQLite's own rules of affinity.
    private static Column column(String name, String declared) {
        var type = declared.toUpperCase(Locale.ROOT);
        return Column.of(name, kind(type), type);
    }

    private static Column.Kind kind(String type) {
        if (type.contains("INT")) {
            return Column.Kind.INTEGER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return Column.Kind.TEXT;
        }
        if (type.contains("BLOB") || type.isEmpty()) {
            return Column.Kind.BYTES;
        }
        return type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")
                ? Column.Kind.REAL
                : Column.Kind.OTHER;
    }

    @Override
    public boolean hasTable(Connection connection, String name) throws SQLException {
        return Query.one(
                        connection,
                        "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?",
                        name)
                .isPresent();
    }

    @Override
    public Pointed pointed(Connection connection, SqlPointer pointer) throws SQLException {
        return SqliteView.pointed(connection, this, pointer);
    }

    /// Nobody writes while we may.
    @Override
    public void hold(Connection connection, Table table) {}

    @Override
    public Optional<String> turn(Connection connection, SqlPointer pointer, Table table)
            throws SQLException {
        return SqliteView.turn(connection, pointer, table);
    }

    @Override
    public Optional<String> obstacle(Connection connection, SqlPointer pointer)
            throws SQLException {
        var file = access.file().orElseThrow();
        return Files.isWritable(Path.of(file))
                ? SqliteView.obstacle(connection, pointer)
                : Optional.of(file + " cannot be written to");
    }

    /// Busy: readers did not let the commit through.
    @Override
    public boolean isCertain(SQLException failure) {
        return failure instanceof SQLiteException said
                && (said.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    @Override
    public void fill(PreparedStatement statement, int at, Object value) throws SQLException {
        statement.setObject(at, value);
    }

    @Override
    public String place(String name) {
        return "main." + Names.quoted(name);
    }

    @Override
    public String exact(Column column) {
        return column.quoted();
    }

    @Override
    public String ordered(Column column) {
        return column.quoted() + " COLLATE BINARY";
    }

    @Override
    public String look(SqlPointer pointer) {
        return "sqlite3 " + access.file().orElseThrow() + " .schema";
    }
}
