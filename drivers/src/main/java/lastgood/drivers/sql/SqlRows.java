package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import lastgood.core.driver.Refusals;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Reads rows of one version of a feature table by their key. It reads the version's own table and never the view, so that
/// a release gets the rows it was tried with, whatever the view gives meanwhile.
///
/// For any number of threads: each reading has a connection of its own, and what is left after it is kept for the next.
public final class SqlRows implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Database database;
    private final SqlPointer pointer;
    private final Semaphore places;
    private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /// @param connections at most this many at once
    public SqlRows(SqlAccess access, SqlPointer pointer, int connections) {
        this.database = Database.of(access, pointer.schema());
        this.pointer = pointer;
        this.places = new Semaphore(connections);
    }

    /// One thing to ask of the database.
    private interface Question<T> {
        T put(Connection connection) throws SQLException;
    }

    /// The least keys that there are, in their order.
    ///
    /// @param version the name of its table
    /// @param most at most this many
    public Outcome<List<Object>> keys(String version, String column, int most, Duration within) {
        return ask(version, connection -> keys(connection, version, column, most), within);
    }

    /// The rows of these keys, in their order; empty where a key has none.
    ///
    /// @param version the name of its table
    /// @param within after this nobody waits any more, for a connection or an answer
    public Outcome<List<Optional<SqlRow>>> read(String version, SqlAsk ask, Duration within) {
        return ask.keys().isEmpty()
                ? Outcome.done(List.of())
                : ask(version, connection -> ask.answered(connection, database, version), within);
    }

    private List<Object> keys(Connection connection, String version, String column, int most)
            throws SQLException {
        var name = Column.quoted(column);
        var keys = new ArrayList<Object>();
        try (var statement =
                        connection.prepareStatement(
                                "SELECT %s FROM %s AS t WHERE %s IS NOT NULL ORDER BY %s LIMIT %d"
                                        .formatted(
                                                name, database.place(version), name, name, most));
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                SqlRow.value(rows, 1).ifPresent(keys::add);
            }
        }
        return keys;
    }

    private <T> Outcome<T> ask(String version, Question<T> question, Duration within) {
        if (!pointer.isVersion(version)) {
            return Outcome.refused(
                    Refusals.missing(version, "versions begin with " + pointer.versions()));
        }
        long until = System.nanoTime() + within.toNanos();
        try {
            if (!places.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
                return Outcome.refused(late("no connection was free", within));
            }
            var answer = new CompletableFuture<Outcome<T>>();
            Thread.ofVirtual()
                    .name("feature-rows")
                    .start(() -> {
                        try {
                            answer.complete(answered(version, question, until, within));
                        } catch (RuntimeException e) {
                            answer.completeExceptionally(e);
                        } finally {
                            places.release();
                        }
                    });
            return answer.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Outcome.refused(late("the wait for them was interrupted", within));
        } catch (TimeoutException _) {
            return Outcome.refused(late("the database did not answer", within));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Problem late(String why, Duration within) {
        return Refusals.failed(
                        "Rows were not read within " + within.toMillis() + " ms.", List.of(why))
                .tryThis(database.look(pointer));
    }

    private <T> Outcome<T> answered(
            String version, Question<T> question, long until, Duration within) {
        try {
            return Outcome.done(asked(question, until));
        } catch (SQLException e) {
            return Outcome.refused(
                    Refusals.failed(
                                    "Rows of " + version + " cannot be read.",
                                    Trouble.said(e, within))
                            .tryThis(database.look(pointer)));
        }
    }

    /// Reading twice is harmless, and a connection that was kept may have died meanwhile.
    private <T> T asked(Question<T> question, long until) throws SQLException {
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            try {
                return on(kept, question, until);
            } catch (SQLException _) {
                kept.close();
            }
        }
        var session = Session.open(database, LONGEST, UnaryOperator.identity());
        try {
            return on(session, question, until);
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private <T> T on(Session session, Question<T> question, long until) throws SQLException {
        var left = Duration.ofNanos(until - System.nanoTime());
        if (!left.isPositive()) {
            throw new SQLException("no time was left to ask");
        }
        session.giveTime(left);
        var answer = question.put(session.connection());
        session.rest();
        idle.add(session);
        if (closed) {
            close();
        }
        return answer;
    }

    @Override
    public void close() {
        closed = true;
        for (var session = idle.poll(); session != null; session = idle.poll()) {
            session.close();
        }
    }
}
