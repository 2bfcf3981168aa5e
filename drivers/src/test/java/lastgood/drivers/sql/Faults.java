package lastgood.drivers.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Stands between the driver and its connection: what is to happen before or after each call is said by a test.
final class Faults implements UnaryOperator<Connection> {
    private static final Set<String> STEPS =
            Set.of("execute", "executeQuery", "executeUpdate", "commit");

    private final Event before;
    private final Event after;

    private Faults(Event before, Event after) {
        this.before = before;
        this.after = after;
    }

    interface Event {
        void on(String call) throws SQLException;
    }

    /// @param before called before everything asked of the database
    /// @param after called when it answered
    static Faults around(Event before, Event after) {
        return new Faults(before, after);
    }

    /// Each statement and the commit is a step.
    static Faults steps(Runnable step) {
        return new Faults(
                call -> {
                    if (STEPS.contains(call)) {
                        step.run();
                    }
                },
                _ -> {});
    }

    /// The same, once the database has answered.
    static Faults stepsMade(Runnable step) {
        return new Faults(
                _ -> {},
                call -> {
                    if (STEPS.contains(call)) {
                        step.run();
                    }
                });
    }

    @Override
    public Connection apply(Connection real) {
        return proxy(Connection.class, real);
    }

    private <T> T proxy(Class<T> type, Object real) {
        InvocationHandler calls = (_, method, arguments) -> call(real, method, arguments);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private @Nullable Object call(Object real, Method method, Object @Nullable [] arguments)
            throws Throwable {
        boolean counts = !method.getName().equals("close") && !method.getName().equals("unwrap");
        try {
            if (counts) {
                before.on(method.getName());
            }
            var answer = method.invoke(real, arguments);
            if (counts) {
                after.on(method.getName());
            }
            return switch (answer) {
                case PreparedStatement statement -> proxy(PreparedStatement.class, statement);
                case Statement statement -> proxy(Statement.class, statement);
                case ResultSet rows -> proxy(ResultSet.class, rows);
                case null, default -> answer;
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
