package lastgood.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Asks again and again until something is so, and not for ever.
///
/// It rests between two looks, as long as the look before took. To look without a rest would take the core from the very
/// process or thread that is waited for: where there are two cores, and two such tests, nothing else gets one.
public final class Patience {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final long LEAST_REST = 1_000_000;
    private static final long MOST_REST = 20_000_000;

    private Patience() {}

    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void until(String what, Condition condition) {
        until(what, USUAL, condition);
    }

    public static void until(String what, Duration atMost, Condition condition) {
        var _ = until(what, atMost, condition::holds, holds -> holds);
    }

    /// The first value of which something is so. Where none is, the last one is told.
    public static <T> T until(String what, Duration atMost, Callable<T> asked, Predicate<T> so) {
        return within(
                what,
                atMost,
                () -> {
                    var value = asked.call();
                    if (!so.test(value)) {
                        throw new NotYet(value.toString());
                    }
                    return value;
                });
    }

    /// The first value that `attempt` comes to without an exception.
    public static <T> T within(String what, Duration atMost, Callable<T> attempt) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            long began = System.nanoTime();
            try {
                return attempt.call();
            } catch (Exception e) {
                long now = System.nanoTime();
                if (now > end || Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException(
                            "not within "
                                    + atMost.toSeconds()
                                    + " s: "
                                    + what
                                    + " ("
                                    + e.getMessage()
                                    + ")",
                            e);
                }
                LockSupport.parkNanos(Math.clamp(now - began, LEAST_REST, MOST_REST));
            }
        }
    }

    private static final class NotYet extends Exception {
        private static final long serialVersionUID = 1;

        NotYet(String seen) {
            super("the last look saw " + seen, null, false, false);
        }
    }
}
