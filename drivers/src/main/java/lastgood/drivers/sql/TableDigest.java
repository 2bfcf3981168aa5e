package lastgood.drivers.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import lastgood.core.release.Digest;

/// The digest of all that is in a table: columns, types, primary key, and each row in the key's order, read as a stream.
///
/// The form is in `docs/drivers.md`. It is the same for both databases where columns are of the kinds that both have.
final class TableDigest {
    private static final byte[] TITLE = "lastgood table 1\n".getBytes(StandardCharsets.US_ASCII);

    private final Database database;
    private final Table table;
    private final MessageDigest hash = Digest.sha256();

    private TableDigest(Database database, Table table) {
        this.database = database;
        this.table = table;
    }

    static Digest of(Connection connection, Database database, Table table) throws SQLException {
        var made = new TableDigest(database, table);
        made.head();
        made.rows(connection);
        return Digest.of(made.hash);
    }

    private void head() {
        hash.update(TITLE);
        for (var column : table.columns()) {
            put('C', column.name());
            put('T', column.type());
        }
        for (var column : table.key()) {
            put('K', column.name());
        }
    }

    private void rows(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(select());
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                hash.update((byte) '-');
                for (int i = 0; i < table.columns().size(); i++) {
                    value(table.columns().get(i), rows, i + 1);
                }
            }
        }
    }

    private String select() {
        return "SELECT "
                + table.columns().stream().map(database::exact).collect(Collectors.joining(", "))
                + " FROM "
                + database.place(table.name())
                + " AS t ORDER BY "
                + table.key().stream().map(database::ordered).collect(Collectors.joining(", "));
    }

    /// By what the value is and not by what its column says: SQLite takes any value in any column.
    private void value(Column column, ResultSet row, int at) throws SQLException {
        switch (row.getObject(at)) {
            case null -> {
                if (table.key().contains(column)) {
                    throw new SQLException(
                            "a row has no value in '" + column.name() + "', a column of the key");
                }
                hash.update((byte) 'N');
            }
            case Float number -> real(number);
            case Double number -> real(number);
            case Number number -> put('I', Long.toString(number.longValue()));
            case byte[] bytes -> put('B', bytes);
            case String text when column.kind() == Column.Kind.OTHER -> put('O', text);
            case Object _ -> put('S', row.getBytes(at));
        }
    }

    /// All 64 bits, so that no way of writing numbers matters.
    private void real(double number) {
        put('R', "%016x".formatted(Double.doubleToLongBits(number)));
    }

    private void put(char kind, String text) {
        put(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(char kind, byte[] bytes) {
        hash.update(
                (kind + Integer.toString(bytes.length) + ":").getBytes(StandardCharsets.US_ASCII));
        hash.update(bytes);
    }
}
