package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import lastgood.core.driver.Refusals;
import lastgood.core.problem.Outcome;

/// One schema of a PostgreSQL database.
record Postgres(SqlAccess access, String schema) implements Database {
    private static final String ROWS_AT_A_TIME = "1000";

    /// Texts of values look the same whatever the server, the database and the user are set to; a row that row security
    /// hides is an error and not a row less; no name is looked for outside of the schema that is named.
    private static final String SETTINGS =
            """
            SET search_path = '';
            SET row_security = off;
            SET datestyle = 'ISO, YMD';
            SET timezone = 'UTC';
            SET intervalstyle = 'iso_8601';
            SET extra_float_digits = 3;
            SET bytea_output = 'hex';
            SET xmloption = 'content';
            """;

    @Override
    public Connection open(Duration within) throws SQLException {
        var connection = connect();
        try {
            Query.run(connection, SETTINGS + times(within));
            giveTime(connection, within);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void giveTime(Connection connection, Duration within) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, millis(within));
    }

    /// One that stands still in the middle must not keep readers out for longer.
    private String times(Duration within) {
        return "SET lock_timeout = %d; SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d"
                .formatted(millis(access.limits().lock()), millis(within), millis(within));
    }

    private static int millis(Duration time) {
        return Math.toIntExact(Math.max(1, time.toMillis()));
    }

    private Connection connect() throws SQLException {
        var with = new Properties();
        access.user().ifPresent(user -> with.setProperty("user", user));
        access.password().ifPresent(word -> with.setProperty("password", word));
        var seconds = Long.toString(Math.max(1, access.limits().connect().toSeconds()));
        with.setProperty("connectTimeout", seconds);
        with.setProperty("loginTimeout", seconds);
        with.setProperty("socketTimeout", seconds);
        with.setProperty("tcpKeepAlive", "true");
        with.setProperty("ApplicationName", "lastgood");
        with.setProperty("defaultRowFetchSize", ROWS_AT_A_TIME);
        return DriverManager.getConnection(access.url(), with);
    }

    @Override
    public void cutOff(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public void beginLook(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
    }

    /// Each statement sees what was committed before it, so that what is found after the lock is what there is.
    @Override
    public void beginMove(Connection connection, String view) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        Query.one(
                connection,
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                "lastgood " + schema + "." + view);
        Query.one(
                connection,
                "SELECT set_config('synchronous_commit', 'on', true)"
                        + " WHERE current_setting('synchronous_commit') = 'off'");
    }

    @Override
    public Outcome<Table> table(Connection connection, String name) throws SQLException {
        var kind =
                Query.one(
                        connection,
                        "SELECT relkind::text || relpersistence::text FROM pg_class"
                                + " WHERE relname = ? AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?)",
                        name,
                        schema);
        if (kind.isEmpty() || !kind.get().matches("[rp].")) {
            return Outcome.refused(Refusals.missing(name, schema + " has no table of that name"));
        }
        if (!kind.get().endsWith("p")) {
            return Outcome.refused(
                    Refusals.unreadable(name, "it is not logged: a crash would empty it"));
        }
        var columns = new ArrayList<Column>();
        var key = new TreeMap<Integer, Column>();
        Query.each(
                connection,
                """
                SELECT a.attname, a.atttypid::regtype::text, format_type(a.atttypid, a.atttypmod),
                       coalesce(array_position(i.indkey::int2[], a.attnum), -1)
                FROM pg_attribute a
                LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
                WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attnum\
                """,
                row -> {
                    var column =
                            Column.of(row.getString(1), kind(row.getString(2)), row.getString(3));
                    columns.add(column);
                    if (row.getInt(4) >= 0) {
                        key.put(row.getInt(4), column);
                    }
                },
                place(name));
        return key.isEmpty()
                ? Outcome.refused(Refusals.unreadable(name, "it has no primary key"))
                : Outcome.done(new Table(name, columns, new ArrayList<>(key.values())));
    }

    private static Column.Kind kind(String type) {
        return switch (type) {
            case "smallint", "integer", "bigint" -> Column.Kind.INTEGER;
            case "real", "double precision" -> Column.Kind.REAL;
            case "text", "character varying" -> Column.Kind.TEXT;
            case "bytea" -> Column.Kind.BYTES;
            default -> Column.Kind.OTHER;
        };
    }

    @Override
    public boolean hasTable(Connection connection, String name) throws SQLException {
        return Query.one(connection, "SELECT to_regclass(?)::text", place(name)).isPresent();
    }

    @Override
    public Pointed pointed(Connection connection, SqlPointer pointer) throws SQLException {
        return PostgresView.pointed(connection, this, pointer);
    }

    @Override
    public void hold(Connection connection, Table table) throws SQLException {
        Query.run(connection, "LOCK TABLE " + place(table.name()) + " IN SHARE MODE");
    }

    @Override
    public Optional<String> turn(Connection connection, SqlPointer pointer, Table table)
            throws SQLException {
        return new PostgresTurn(connection, this, pointer, table).turn();
    }

    @Override
    public Optional<String> obstacle(Connection connection, SqlPointer pointer)
            throws SQLException {
        return PostgresView.obstacle(connection, this, pointer);
    }

    @Override
    public boolean isCertain(SQLException failure) {
        return false;
    }

    @Override
    public void fill(PreparedStatement statement, int at, Object value) throws SQLException {
        statement.setObject(at, value, Types.OTHER);
    }

    @Override
    public String place(String name) {
        return Names.quoted(schema) + "." + Names.quoted(name);
    }

    @Override
    public String exact(Column column) {
        return column.kind() == Column.Kind.OTHER ? column.quoted() + "::text" : column.quoted();
    }

    @Override
    public String ordered(Column column) {
        return switch (column.kind()) {
            case TEXT, OTHER -> "(" + exact(column) + ") COLLATE \"C\"";
            case INTEGER, REAL, BYTES -> column.quoted();
        };
    }

    @Override
    public String look(SqlPointer pointer) {
        return "psql "
                + access.url().replaceAll("^jdbc:|\\?.*$", "")
                + access.user().map(user -> " -U " + user).orElse("")
                + " -c '\\d+ "
                + schema
                + "."
                + pointer.view()
                + "'";
    }
}
