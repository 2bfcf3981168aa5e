package lastgood.control.move;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for something no longer than said.
///
/// What is waited for has a thread of the system: a driver may hang in code that pins the few that virtual threads share.
final class Within {
    private Within() {}

    /// Empty: it is not over in time. It may go on; it was interrupted if `stop`.
    ///
    /// @throws ExecutionException what it threw; an [Error] comes through as itself
    static <T> Optional<T> within(Duration limit, boolean stop, Callable<T> call)
            throws ExecutionException {
        var task = new FutureTask<>(call);
        if (Thread.currentThread().isInterrupted()) {
            return Optional.empty(); // the server closes
        }
        Thread.ofPlatform().name("world").daemon().start(task);
        try {
            return Optional.of(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            if (stop) {
                task.cancel(true);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
