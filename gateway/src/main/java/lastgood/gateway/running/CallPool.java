package lastgood.gateway.running;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads of one release that has yet to earn *good*, or whose answers are waited for: whatever it does, it holds
/// up no other.
///
/// Native code cannot be interrupted, so a hanging call keeps its thread; both the threads and the queue are bounded. The
/// queue is long: a burst of callers is no fault of the release, and each call that waits has a deadline of its own.
final class CallPool implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;
    private static final int WAITING = 64;
    private static final int QUEUED_PER_THREAD = 256;

    private final ThreadPoolExecutor threads;

    CallPool(String name, int size) {
        this(size, Thread.ofPlatform().daemon().name("unproven-" + name + "-", 0).factory());
    }

    /// For calls that wait for somebody else, and cost this process nothing meanwhile.
    static CallPool thatWaits(String name) {
        return new CallPool(WAITING, Thread.ofVirtual().name("waiting-" + name + "-", 0).factory());
    }

    private CallPool(int size, ThreadFactory factory) {
        threads =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(size * QUEUED_PER_THREAD),
                        factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /// False: all threads are busy and the queue is full.
    boolean offer(Runnable call) {
        try {
            threads.execute(call);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /// Lets running calls end; none begins any more.
    @Override
    public void close() {
        threads.shutdown();
    }
}
