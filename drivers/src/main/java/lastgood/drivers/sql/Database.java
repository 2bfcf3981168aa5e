package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import lastgood.core.problem.Outcome;

/// What differs between the two databases.
sealed interface Database permits Sqlite, Postgres {
    static Database of(SqlAccess access, String schema) {
        return access.file().isPresent()
                ? new Sqlite(access)
                : new Postgres(access, Names.plain(schema));
    }

    /// A connection on which no statement takes longer than `within`.
    Connection open(Duration within) throws SQLException;

    /// From now on a connection waits and works for so long only.
    void giveTime(Connection connection, Duration within) throws SQLException;

    /// Ends whatever a connection is waiting for, from another thread.
    void cutOff(Connection connection) throws SQLException;

    /// Begins a transaction that sees one state of the database and changes nothing.
    void beginLook(Connection connection) throws SQLException;

    /// Begins a transaction that is alone in moving the view, and whose commit outlasts a power cut.
    void beginMove(Connection connection, String view) throws SQLException;

    /// The table of that name, if it can be a version.
    Outcome<Table> table(Connection connection, String name) throws SQLException;

    boolean hasTable(Connection connection, String name) throws SQLException;

    Pointed pointed(Connection connection, SqlPointer pointer) throws SQLException;

    /// Keeps everybody from writing to a table until the transaction ends.
    void hold(Connection connection, Table table) throws SQLException;

    /// Lets the view give all of a table and nothing else.
    ///
    /// @return why that is not done, if it is not
    Optional<String> turn(Connection connection, SqlPointer pointer, Table table)
            throws SQLException;

    /// Why the view could not be turned, as far as that can be seen beforehand.
    Optional<String> obstacle(Connection connection, SqlPointer pointer) throws SQLException;

    /// Whether a commit that failed so has certainly not happened.
    boolean isCertain(SQLException failure);

    /// A parameter that is taken as the type of what it is compared with.
    void fill(PreparedStatement statement, int at, Object value) throws SQLException;

    /// A table or view, as it stands in a statement.
    String place(String name);

    /// A column, such that its value can be read exactly.
    String exact(Column column);

    /// A column, such that rows are in the same order in both databases.
    String ordered(Column column);

    /// For people who want to see for themselves.
    String look(SqlPointer pointer);
}
