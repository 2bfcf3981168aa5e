package lastgood.server.soak.client;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Asks again and again until something is so, and not for ever.
public final class Patience {
    private static final Duration BETWEEN = Duration.ofMillis(1);

    private Patience() {}

    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void until(String what, Duration atMost, Condition condition) {
        var _ =
                within(
                        what,
                        atMost,
                        () -> {
                            if (!condition.holds()) {
                                throw new NotYet();
                            }
                            return true;
                        });
    }

    /// The first value that `attempt` comes to without an exception.
    public static <T> T within(String what, Duration atMost, Callable<T> attempt) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                return attempt.call();
            } catch (Exception e) {
                if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
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
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    private static final class NotYet extends Exception {
        private static final long serialVersionUID = 1;

        NotYet() {
            super("it was not so when it was last looked at", null, false, false);
        }
    }
}
