package lastgood.gateway.running.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits for one slow release, and the threads that work it off.
///
/// A thread that is free takes what waits and fits together, and runs it at once: nobody is kept waiting for company, so
/// a request that comes alone runs alone. Whoever would wait longer than he has time for is not let in.
public final class BatchQueue<J extends BatchQueue.Job<J>> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchQueue.class);
    private static final int IDLE_SECONDS = 60;

    /// Whatever the deadlines say: a queue has an end.
    private static final int MOST_WAITING = 4096;

    private final String name;
    private final int size;
    private final Work<J> work;
    private final Estimate estimate;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor threads;
    private final Deque<J> waiting = new ArrayDeque<>();
    private long waitingRows;
    private int working;
    private volatile int mostRows;

    /// Something that waits for its turn.
    public interface Job<J> {
        int rows();

        /// Nobody waits for its answer any more.
        boolean isAbandoned();

        /// Whether both can be run at once.
        boolean fits(J other);

        /// It will not be run, as it was abandoned.
        void leftOut();
    }

    public interface Work<J> {
        /// Runs some that fit together, on one of the queue's threads.
        void run(List<J> batch);
    }

    /// @param size threads
    /// @param mostRows of one batch; 1: each runs alone
    public BatchQueue(
            String name, int size, int mostRows, Effort effort, Work<J> work, LongSupplier nanos) {
        this.name = name;
        this.size = size;
        this.mostRows = mostRows;
        this.work = work;
        this.nanos = nanos;
        estimate = new Estimate(effort);
        ThreadFactory factory =
                Thread.ofPlatform().daemon().name("slow-" + name + "-", 0).factory();
        threads =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /// False: it would not be answered in time, or too many wait already. Where none waits, none is refused: that is how
    /// an estimate that was too dark becomes brighter again.
    ///
    /// @param leftNanos until nobody wants its answer any more
    public boolean offer(J job, long leftNanos) {
        synchronized (waiting) {
            boolean late = waitingRows > 0 && answerNanos(waitingRows, job.rows()) > leftNanos;
            if (late || waiting.size() >= MOST_WAITING) {
                return false;
            }
            waiting.addLast(job);
            begin(job);
            return true;
        }
    }

    /// It was given up. What runs already ends by itself.
    public void remove(J job) {
        synchronized (waiting) {
            if (!waiting.remove(job)) {
                return;
            }
            waitingRows -= job.rows();
        }
        job.leftOut();
    }

    /// It goes first, however many wait: how we see what is served must not depend on how many ask.
    public void push(J job) {
        synchronized (waiting) {
            waiting.addFirst(job);
            begin(job);
        }
    }

    private void begin(J job) {
        waitingRows += job.rows();
        if (working < size) {
            working++;
            threads.execute(this::drain);
        }
    }

    public long waitingRows() {
        synchronized (waiting) {
            return waitingRows;
        }
    }

    /// About how long it takes to answer `rows` rows behind so many others.
    public long answerNanos(long inFront, int rows) {
        int most = mostRows;
        return estimate.nanos(inFront, most) / size + estimate.nanos(rows, most);
    }

    public int mostRows() {
        return mostRows;
    }

    /// From now on each runs alone.
    public void stopBatching(String why) {
        if (mostRows > 1) {
            mostRows = 1;
            LOG.warn("{} is not asked several requests at once any more: {}", name, why);
        }
    }

    private void drain() {
        for (List<J> batch = next(); !batch.isEmpty(); batch = next()) {
            long began = nanos.getAsLong();
            int rows = batch.stream().mapToInt(Job::rows).sum();
            try {
                work.run(batch);
            } catch (RuntimeException | Error e) {
                LOG.error("a batch of {} could not be run", name, e);
            }
            estimate.note(rows, nanos.getAsLong() - began);
        }
    }

    private List<J> next() {
        synchronized (waiting) {
            var batch = new ArrayList<J>();
            int rows = 0;
            for (var all = waiting.iterator(); all.hasNext() && (rows == 0 || rows < mostRows); ) {
                var job = all.next();
                if (job.isAbandoned()) {
                    all.remove();
                    waitingRows -= job.rows();
                    job.leftOut();
                } else if (batch.isEmpty()
                        || (rows + job.rows() <= mostRows && job.fits(batch.getFirst()))) {
                    all.remove();
                    waitingRows -= job.rows();
                    batch.add(job);
                    rows += job.rows();
                }
            }
            if (batch.isEmpty()) {
                working--;
            }
            return batch;
        }
    }

    /// What runs ends; nobody offers anything any more.
    @Override
    public void close() {
        threads.shutdown();
    }
}
