package lastgood.ledger.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// One connection: one transaction at a time.
///
/// Statements are kept for the next time; there are as many as there are different texts in the ledger's code.
final class Session implements Transaction, AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    Session(Connection connection) {
        this.connection = connection;
    }

    /// @param begin how the transaction begins
    <T> T transact(String begin, Work<T> work) throws SQLException {
        lock.lock();
        try {
            return finished(begin, work);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int run(String sql, Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    @Override
    public void each(String sql, Visitor visitor, Object... values) throws SQLException {
        try (var rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                visitor.see(rows);
            }
        }
    }

    /// Something outside any transaction.
    void plainly(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try (connection) {
            forgetStatements();
        } finally {
            lock.unlock();
        }
    }

    private <T> T finished(String begin, Work<T> work) throws SQLException {
        try {
            plainly(begin);
            T result = work.in(this);
            plainly("COMMIT");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
    }

    /// The driver gives a statement up for good when it fails once, so new ones are made. And after some errors SQLite
    /// has rolled back by itself, and says so when asked again.
    private void rollBack(Throwable why) {
        try {
            forgetStatements();
            plainly("ROLLBACK");
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private void forgetStatements() throws SQLException {
        var all = List.copyOf(prepared.values());
        prepared.clear();
        for (var statement : all) {
            statement.close();
        }
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        var statement = prepared(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        var known = Optional.ofNullable(prepared.get(sql));
        if (known.isPresent()) {
            return known.get();
        }
        var statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
        return statement;
    }
}
