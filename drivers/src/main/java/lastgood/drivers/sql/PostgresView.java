package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Outcome;

/// A view in PostgreSQL, which keeps what it depends on and can say its text in one form.
final class PostgresView {
    private PostgresView() {}

    static Pointed pointed(Connection connection, Postgres database, SqlPointer pointer)
            throws SQLException {
        var view = database.place(pointer.view());
        var kind = kind(connection, view);
        if (!kind.equals(Optional.of("v"))) {
            return new Pointed.Unclear("there is no view " + view);
        }
        var sources = sources(connection, view);
        if (sources.size() != 1) {
            return new Pointed.Unclear(view + " is not a view of one table");
        }
        var source = sources.getFirst();
        if (!source.startsWith(database.schema() + ".")
                || !pointer.isVersion(source.substring(database.schema().length() + 1))) {
            return new Pointed.Unclear(
                    view
                            + " gives "
                            + source
                            + ", which is no version: those begin with "
                            + pointer.versions());
        }
        var name = source.substring(database.schema().length() + 1);
        return switch (database.table(connection, name)) {
            case Outcome.Refused<Table>(var problem) ->
                    new Pointed.Unclear(view + " gives " + name + ": " + problem.cause());
            case Outcome.Done<Table>(var table) ->
                    isPlain(connection, database, view, table)
                            ? new Pointed.At(name)
                            : new Pointed.Unclear(
                                    view + " does not give " + name + " as it is, but by a query");
        };
    }

    /// `v` of a view; empty where there is nothing of that name.
    static Optional<String> kind(Connection connection, String view) throws SQLException {
        return Query.one(
                connection, "SELECT relkind::text FROM pg_class WHERE oid = to_regclass(?)", view);
    }

    private static List<String> sources(Connection connection, String view) throws SQLException {
        return Query.all(
                connection,
                """
                SELECT DISTINCT n.nspname || '.' || c.relname
                FROM pg_rewrite r
                JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                     AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
                JOIN pg_class c ON c.oid = d.refobjid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE r.ev_class = ?::regclass
                ORDER BY 1\
                """,
                view);
    }

    /// Whether the server's own text of the view is that of `SELECT every, column FROM table`. Before version 16 it
    /// writes the table's name before each column.
    private static boolean isPlain(
            Connection connection, Postgres database, String view, Table table)
            throws SQLException {
        var text =
                """
                WITH made AS (
                    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS brief,
                           string_agg(quote_ident(?) || '.' || quote_ident(attname), ', ' ORDER BY attnum) AS qualified,
                           ' FROM ' || quote_ident(?) || '.' || quote_ident(?) || ';' AS source
                    FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped)
                SELECT 1 FROM made
                WHERE btrim(regexp_replace(pg_get_viewdef(?::regclass), '\\s+', ' ', 'g'))
                      IN (SELECT btrim(regexp_replace('SELECT ' || each || source, '\\s+', ' ', 'g'))
                          FROM unnest(ARRAY[brief, qualified]) AS each)\
                """;
        return Query.one(
                        connection,
                        text,
                        table.name(),
                        database.schema(),
                        table.name(),
                        database.place(table.name()),
                        view)
                .isPresent();
    }

    static Optional<String> obstacle(Connection connection, Postgres database, SqlPointer pointer)
            throws SQLException {
        var schema = database.schema();
        var view = database.place(pointer.view());
        return Query.one(
                connection,
                """
                SELECT CASE
                    WHEN pg_is_in_recovery() THEN 'the server is a standby, which only reads'
                    WHEN to_regnamespace(quote_ident(s.name)) IS NULL THEN 'there is no schema ' || s.name
                    WHEN v.oid IS NOT NULL AND v.relkind <> 'v' THEN s.view || ' is no view, and is not replaced by one'
                    WHEN v.oid IS NOT NULL AND NOT pg_has_role(v.relowner, 'USAGE')
                        THEN current_user || ' does not own the view ' || s.view
                    WHEN NOT has_schema_privilege(to_regnamespace(quote_ident(s.name)), 'CREATE')
                        THEN current_user || ' may not create in the schema ' || s.name
                    WHEN m.oid IS NOT NULL AND NOT has_table_privilege(m.oid, 'INSERT')
                        THEN current_user || ' may not write to ' || s.moves
                    END
                FROM (SELECT ?::text AS name, ?::text AS view, ?::text AS moves) AS s
                LEFT JOIN pg_class v ON v.oid = to_regclass(s.view)
                LEFT JOIN pg_class m ON m.oid = to_regclass(s.moves)\
                """,
                schema,
                view,
                database.place(Moves.TABLE));
    }
}
