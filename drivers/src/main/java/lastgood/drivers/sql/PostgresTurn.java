package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Lets a view in PostgreSQL give another table.
///
/// Where the columns allow it the view is replaced and keeps all it has. Where they do not, it is dropped and made again
/// in the same transaction, with its owner, comment, options and grants; what could not be carried over is told instead.
record PostgresTurn(Connection connection, Postgres database, SqlPointer pointer, Table table) {

    Optional<String> turn() throws SQLException {
        var obstacle = database.obstacle(connection, pointer);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (PostgresView.kind(connection, view()).isEmpty()) {
            Query.run(connection, create("CREATE VIEW "));
            return Optional.empty();
        }
        if (fits()) {
            Query.run(connection, create("CREATE OR REPLACE VIEW "));
            return Optional.empty();
        }
        var lost = lost();
        if (lost.isEmpty()) {
            again();
        }
        return lost;
    }

    private String view() {
        return database.place(pointer.view());
    }

    /// `CREATE OR REPLACE` takes the same columns in the same order, and more after them.
    private boolean fits() throws SQLException {
        var before = columns(pointer.view());
        var after = columns(table.name());
        return before.size() <= after.size() && before.equals(after.subList(0, before.size()));
    }

    private List<String> columns(String name) throws SQLException {
        return Query.all(
                connection,
                """
                SELECT quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) || ' ' || attcollation
                FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
                ORDER BY attnum\
                """,
                database.place(name));
    }

    private String create(String how) throws SQLException {
        var options =
                Query.all(
                        connection,
                        """
                        SELECT quote_ident(option_name) || ' = ' || quote_literal(option_value)
                        FROM pg_class, pg_options_to_table(reloptions) WHERE oid = to_regclass(?)\
                        """,
                        view());
        return how
                + view()
                + (options.isEmpty() ? "" : " WITH (" + String.join(", ", options) + ")")
                + " AS SELECT "
                + Names.quoted(table.names())
                + " FROM "
                + database.place(table.name());
    }

    private Optional<String> lost() throws SQLException {
        return Query.one(
                connection,
                """
                SELECT CASE
                    WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = v.oid)
                        OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = v.oid AND rulename <> '_RETURN')
                        THEN 'the columns differ, and the view has triggers or rules, which would be lost'
                    WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = v.oid AND attacl IS NOT NULL)
                        THEN 'the columns differ, and the view has grants on single columns, which would be lost'
                    END
                FROM pg_class v WHERE oid = to_regclass(?)\
                """,
                view());
    }

    private void again() throws SQLException {
        var create = create("CREATE VIEW ");
        var kept = kept();
        Query.run(connection, "DROP VIEW " + view());
        Query.run(connection, create);
        for (var statement : unasked()) {
            Query.run(connection, statement);
        }
        for (var statement : kept) {
            Query.run(connection, statement);
        }
    }

    /// Statements that take away what default privileges gave to the new view.
    private List<String> unasked() throws SQLException {
        return Query.all(
                connection,
                """
                SELECT format('REVOKE ALL ON %s FROM %s', ?::text,
                              CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
                FROM pg_class, aclexplode(relacl) WHERE oid = to_regclass(?) AND grantee <> relowner\
                """,
                view(),
                view());
    }

    /// Statements that give a new view what the old one has: comment, owner, and then the owner's grants.
    private List<String> kept() throws SQLException {
        return Query.all(
                connection,
                """
                WITH v AS (SELECT oid, relowner, relacl FROM pg_class WHERE oid = to_regclass(?)),
                     view AS (SELECT ?::text AS name),
                     rights AS (
                         SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS who,
                                privilege_type, is_grantable
                         FROM v, aclexplode(v.relacl) WHERE grantee <> relowner)
                SELECT statement FROM (
                    SELECT 1 AS n, format('COMMENT ON VIEW %s IS %L', name, obj_description(v.oid, 'pg_class')) AS statement
                        FROM v, view WHERE obj_description(v.oid, 'pg_class') IS NOT NULL
                    UNION ALL
                    SELECT 2, format('ALTER VIEW %s OWNER TO %I', name, pg_get_userbyid(relowner)) FROM v, view
                    UNION ALL
                    SELECT 3, format('GRANT %s ON %s TO %s%s', privilege_type, name, who,
                                     CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                        FROM rights, view
                ) AS all_of_it ORDER BY n, statement\
                """,
                view(),
                view());
    }
}
