package lastgood.control.errand;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The errands of the running server: each has a thread.
///
/// Those that wait have threads of the system. Loading a model pins the few that virtual threads share, and the guards,
/// which are read by such errands, must be read all the same.
public final class ThreadErrands implements Errands {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService waiting =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().name("errand-", 0).daemon().factory());

    @Override
    public void now(Runnable errand) {
        begin(virtual, errand);
    }

    @Override
    public void later(Duration wait, Runnable errand) {
        begin(waiting, () -> after(wait, errand));
    }

    /// Interrupts what is under way and gives it a moment: what it uses is closed next.
    @Override
    public void close() {
        virtual.shutdownNow();
        waiting.shutdownNow();
        try {
            if (virtual.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                waiting.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void begin(ExecutorService threads, Runnable errand) {
        try {
            threads.execute(errand);
        } catch (RejectedExecutionException e) {
            // The server closes.
        }
    }

    private static void after(Duration wait, Runnable errand) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the server closes
        }
        errand.run();
    }
}
