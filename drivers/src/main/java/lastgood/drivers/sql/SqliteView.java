package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lastgood.core.problem.Outcome;

/// A view in SQLite, which keeps the text that made it. Only a text that plainly gives all of one table is understood.
final class SqliteView {
    private static final String NAME =
            "(?:\"(?:[^\"]|\"\")+\"|`[^`]+`|\\[[^\\]]+\\]|[A-Za-z_][A-Za-z0-9_]*)";
    private static final Pattern PLAIN =
            Pattern.compile(
                    ("\\s*CREATE\\s+VIEW\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:main\\s*\\.\\s*)?NAME\\s+AS"
                                    + "\\s+SELECT\\s+(\\*|NAME(?:\\s*,\\s*NAME)*)"
                                    + "\\s+FROM\\s+(?:main\\s*\\.\\s*)?(NAME)\\s*;?\\s*")
                            .replace("NAME", NAME),
                    Pattern.CASE_INSENSITIVE);

    private SqliteView() {}

    static Pointed pointed(Connection connection, Sqlite database, SqlPointer pointer)
            throws SQLException {
        var text =
                Query.one(
                        connection,
                        "SELECT sql FROM main.sqlite_schema WHERE type = 'view' AND name = ?",
                        pointer.view());
        if (text.isEmpty()) {
            return new Pointed.Unclear("there is no view " + pointer.view());
        }
        var plain = PLAIN.matcher(text.get());
        if (!plain.matches()) {
            return new Pointed.Unclear(pointer.view() + " is not a plain view of one table");
        }
        var name = names(plain.group(2)).getFirst();
        if (!pointer.isVersion(name)) {
            return new Pointed.Unclear(
                    pointer.view()
                            + " gives "
                            + name
                            + ", which is no version: those begin with "
                            + pointer.versions());
        }
        return switch (database.table(connection, name)) {
            case Outcome.Refused<Table>(var problem) ->
                    new Pointed.Unclear(pointer.view() + " gives " + name + ": " + problem.cause());
            case Outcome.Done<Table>(var table) ->
                    plain.group(1).equals("*") || names(plain.group(1)).equals(table.names())
                            ? new Pointed.At(name)
                            : new Pointed.Unclear(
                                    pointer.view() + " does not give all columns of " + name);
        };
    }

    private static List<String> names(String list) {
        var names = new ArrayList<String>();
        var name = Pattern.compile(NAME).matcher(list);
        while (name.find()) {
            names.add(bare(name.group()));
        }
        return names;
    }

    private static String bare(String name) {
        return switch (name.charAt(0)) {
            case '"' -> name.substring(1, name.length() - 1).replace("\"\"", "\"");
            case '`', '[' -> name.substring(1, name.length() - 1);
            default -> name;
        };
    }

    static Optional<String> turn(Connection connection, SqlPointer pointer, Table table)
            throws SQLException {
        var obstacle = obstacle(connection, pointer);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        var view = "main." + Names.quoted(pointer.view());
        Query.run(connection, "DROP VIEW IF EXISTS " + view);
        Query.run(
                connection,
                "CREATE VIEW "
                        + view
                        + " AS SELECT "
                        + Names.quoted(table.names())
                        + " FROM "
                        + Names.quoted(table.name()));
        return Optional.empty();
    }

    static Optional<String> obstacle(Connection connection, SqlPointer pointer)
            throws SQLException {
        var inTheWay =
                Query.one(
                        connection,
                        "SELECT type || ' ' || name FROM main.sqlite_schema"
                                + " WHERE name = ? AND type <> 'view' OR tbl_name = ? AND type = 'trigger'",
                        pointer.view(),
                        pointer.view());
        return inTheWay.map(what ->
                what.startsWith("trigger")
                        ? "the view has the " + what + ", which would be lost"
                        : pointer.view() + " is no view, but a " + what.replaceAll(" .*", ""));
    }
}
