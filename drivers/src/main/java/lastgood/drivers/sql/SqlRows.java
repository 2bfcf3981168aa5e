package lastgood.drivers.sql;

import java.sql.SQLException;
import java.time.Duration;
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

    /// The rows of these keys, in their order; empty where a key has none.
    ///
    /// @param version the name of its table
    /// @param within after this nobody waits any more, for a connection or an answer
    public Outcome<List<Optional<SqlRow>>> read(String version, SqlAsk ask, Duration within) {
        if (!pointer.isVersion(version)) {
            return Outcome.refused(
                    Refusals.missing(version, "versions begin with " + pointer.versions()));
        }
        if (ask.keys().isEmpty()) {
            return Outcome.done(List.of());
        }
        long until = System.nanoTime() + within.toNanos();
        try {
            if (!places.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
                return Outcome.refused(late("no connection was free", within));
            }
            var answer = new CompletableFuture<Outcome<List<Optional<SqlRow>>>>();
            Thread.ofVirtual()
                    .name("feature-rows")
                    .start(() -> {
                        try {
                            answer.complete(answered(version, ask, until, within));
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

    private Outcome<List<Optional<SqlRow>>> answered(
            String version, SqlAsk ask, long until, Duration within) {
        try {
            return Outcome.done(asked(version, ask, until));
        } catch (SQLException e) {
            return Outcome.refused(
                    Refusals.failed(
                                    "Rows of " + version + " cannot be read.",
                                    Trouble.said(e, within))
                            .tryThis(database.look(pointer)));
        }
    }

    /// Reading twice is harmless, and a connection that was kept may have died meanwhile.
    private List<Optional<SqlRow>> asked(String version, SqlAsk ask, long until)
            throws SQLException {
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            try {
                return on(kept, version, ask, until);
            } catch (SQLException _) {
                kept.close();
            }
        }
        var session = Session.open(database, LONGEST, UnaryOperator.identity());
        try {
            return on(session, version, ask, until);
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private List<Optional<SqlRow>> on(Session session, String version, SqlAsk ask, long until)
            throws SQLException {
        var left = Duration.ofNanos(until - System.nanoTime());
        if (!left.isPositive()) {
            throw new SQLException("no time was left to ask");
        }
        session.giveTime(left);
        var rows = ask.answered(session.connection(), database, version);
        session.rest();
        idle.add(session);
        if (closed) {
            close();
        }
        return rows;
    }

    @Override
    public void close() {
        closed = true;
        for (var session = idle.poll(); session != null; session = idle.poll()) {
            session.close();
        }
    }
}
