package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// One connection, used by one thread, which is cut off when its time is over. Closing it takes back what was not
/// committed, also where the database does not answer any more.
final class Session implements AutoCloseable {
    private final Database database;
    private final Connection real;
    private final Connection connection;
    private volatile CountDownLatch over = new CountDownLatch(0);

    private Session(Database database, Connection real, Connection connection) {
        this.database = database;
        this.real = real;
        this.connection = connection;
    }

    /// @param around what stands between us and the connection; tests let it fail
    static Session open(Database database, Duration within, UnaryOperator<Connection> around)
            throws SQLException {
        var real = database.open(within);
        var session = new Session(database, real, around.apply(real));
        try {
            session.giveTime(within);
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    /// From now on, and no longer.
    void giveTime(Duration within) throws SQLException {
        over.countDown();
        database.giveTime(real, within);
        var mine = new CountDownLatch(1);
        over = mine;
        Thread.ofVirtual()
                .name("database-watch")
                .start(() -> {
                    try {
                        if (!mine.await(within.toNanos(), TimeUnit.NANOSECONDS)) {
                            database.cutOff(real);
                        }
                    } catch (InterruptedException | SQLException _) {
                        // Then the limits of the connection itself have to do.
                    }
                });
    }

    /// Nothing is asked for a while.
    void rest() {
        over.countDown();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            real.close();
        } catch (SQLException _) {
            // It is of no use to anybody any more, and was not committed.
        }
    }
}
