package lastgood.drivers.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.driver.Way;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Goes back by letting a view give another table of the same database, in one transaction. A version's name is its
/// table's.
public final class SqlPointerDriver implements ComponentDriver {
    private final String component;
    private final SqlPointer pointer;
    private final SqlLimits limits;
    private final Database database;
    private final Moves moves;
    private final String url;
    private final UnaryOperator<Connection> around;

    public SqlPointerDriver(String component, SqlAccess access, SqlPointer pointer) {
        this(component, access, pointer, UnaryOperator.identity());
    }

    SqlPointerDriver(
            String component,
            SqlAccess access,
            SqlPointer pointer,
            UnaryOperator<Connection> around) {
        this.component = component;
        this.pointer = pointer;
        this.limits = access.limits();
        this.database = Database.of(access, pointer.schema());
        this.moves = new Moves(database, pointer.view());
        this.url = access.url();
        this.around = around;
    }

    @Override
    public Outcome<Description> describe() {
        var where = pointer.view() + " at " + url;
        return Outcome.done(new Description(component, "sql-pointer", Way.POINTER, where));
    }

    @Override
    public Outcome<Mark> snapshot() {
        return look(connection ->
                switch (database.pointed(connection, pointer)) {
                    case Pointed.At(var table) -> found(connection, table);
                    case Pointed.Unclear(var why) ->
                            Outcome.refused(Refusals.unclear(component, why).tryThis(see()));
                });
    }

    @Override
    public Outcome<Mark> find(String at) {
        return pointer.isVersion(at)
                ? look(connection -> found(connection, at))
                : Outcome.refused(noVersion(at));
    }

    private Problem noVersion(String at) {
        return Refusals.missing(
                        at,
                        "a version is a table whose plain name begins with " + pointer.versions())
                .tryThis(see());
    }

    private Outcome<Mark> found(Connection connection, String at) throws SQLException {
        return switch (database.table(connection, at)) {
            case Outcome.Refused<Table>(var problem) -> Outcome.refused(problem.tryThis(see()));
            case Outcome.Done<Table>(var table) ->
                    Outcome.done(new Mark(at, TableDigest.of(connection, database, table)));
        };
    }

    private interface Looking<T> {
        Outcome<T> at(Connection connection) throws SQLException;
    }

    private <T> Outcome<T> look(Looking<T> looking) {
        try (var session = Session.open(database, limits.look(), around)) {
            database.beginLook(session.connection());
            return looking.at(session.connection());
        } catch (SQLException e) {
            return Outcome.refused(failed(component + " cannot be looked at.", e, limits.look()));
        }
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        if (!pointer.isVersion(to.at())) {
            return new Restored.Unchanged(noVersion(to.at()));
        }
        try (var session = Session.open(database, limits.move(), around)) {
            database.beginMove(session.connection(), pointer.view());
            return new Turn(session.connection(), to, key).restored();
        } catch (SQLException e) {
            return new Restored.Unchanged(notMoved(to, e));
        }
    }

    /// One restore, in a transaction of which nothing is left unless it is committed.
    private final class Turn {
        private final Connection connection;
        private final Mark to;
        private final MoveKey key;

        Turn(Connection connection, Mark to, MoveKey key) {
            this.connection = connection;
            this.to = to;
            this.key = key;
        }

        /// @throws SQLException before anything was committed
        Restored restored() throws SQLException {
            moves.prepare(connection);
            var made = moves.made(connection, key);
            if (made.isPresent() && !made.get().equals(to)) {
                return spent("it is the key of a move to " + made.get());
            }
            boolean there = database.pointed(connection, pointer).equals(new Pointed.At(to.at()));
            if (!there && made.isPresent()) {
                return spent("the world was moved on after it");
            }
            return switch (database.table(connection, to.at())) {
                case Outcome.Refused<Table>(var problem) ->
                        new Restored.Unchanged(problem.tryThis(see()));
                case Outcome.Done<Table>(var table) -> to(table, there, made.isPresent());
            };
        }

        private Restored spent(String why) {
            return new Restored.Unchanged(Refusals.spent(key, why).tryThis(see()));
        }

        private Restored to(Table table, boolean there, boolean made) throws SQLException {
            database.hold(connection, table);
            var digest = TableDigest.of(connection, database, table);
            if (!digest.equals(to.digest())) {
                return new Restored.Unchanged(Refusals.damaged(to, digest).tryThis(see()));
            }
            if (!there) {
                var obstacle = database.turn(connection, pointer, table);
                if (obstacle.isPresent()) {
                    return new Restored.Unchanged(cannot(obstacle.get()));
                }
            }
            if (!made) {
                moves.add(connection, key, to);
            }
            return committed(!there);
        }

        private Restored committed(boolean moved) {
            try {
                connection.commit();
                return new Restored.There(to, moved);
            } catch (SQLException e) {
                return database.isCertain(e)
                        ? new Restored.Unchanged(notMoved(to, e))
                        : new Restored.Unknown(
                                failed(
                                        "It is not known whether "
                                                + component
                                                + " is at "
                                                + to.at()
                                                + " now.",
                                        e,
                                        limits.move()));
            }
        }
    }

    @Override
    public Optional<Problem> health() {
        var obstacle = look(connection -> Outcome.done(database.obstacle(connection, pointer)));
        return switch (obstacle) {
            case Outcome.Refused<Optional<String>>(var problem) -> Optional.of(problem);
            case Outcome.Done<Optional<String>>(var why) -> why.map(this::cannot);
        };
    }

    private Problem cannot(String why) {
        return Refusals.failed(component + " cannot be moved now.", List.of(why)).tryThis(see());
    }

    private Problem notMoved(Mark to, SQLException e) {
        return failed(component + " was not moved to " + to.at() + ".", e, limits.move());
    }

    private Problem failed(String what, SQLException e, Duration within) {
        return Refusals.failed(what, Trouble.said(e, within)).tryThis(see());
    }

    private String see() {
        return database.look(pointer);
    }
}
