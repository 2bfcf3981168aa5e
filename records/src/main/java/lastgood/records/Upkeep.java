package lastgood.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.LogPolicy;
import lastgood.records.duck.DuckProcess;
import lastgood.records.duck.Job;
import lastgood.records.parquet.ParquetFolder;
import lastgood.records.ring.Ring;
import lastgood.records.segment.SegmentReader;
import lastgood.records.segment.Segments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes Parquet of closed segments and deletes what is old, on a thread of its own, whenever a segment was closed and
/// now and then.
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;
    private static final int MEMORY = 256;
    private static final int MEMORY_ALONE = 1024;
    private static final int LAST = 19;

    private final Ring ring;
    private final Segments segments;
    private final ParquetFolder parquet;
    private final ReentrantLock lock;
    private final RecordLimits limits;
    private final Function<ServiceName, LogPolicy> policy;
    private final InstantSource clock;
    private final DuckProcess process;
    private final Thread thread;
    private final Semaphore wanted = new Semaphore(1);
    private volatile boolean ending;
    private String told = "";

    /// Segments that failed, until each has been tried alone.
    private final Set<Path> failed = new LinkedHashSet<>();

    /// @param ring where what is deleted unread is counted
    /// @param lock held while files are made or deleted, and by those who read them
    Upkeep(
            Ring ring,
            Segments segments,
            ParquetFolder parquet,
            DuckProcess process,
            ReentrantLock lock,
            RecordLimits limits,
            Function<ServiceName, LogPolicy> policy,
            InstantSource clock) {
        this.ring = ring;
        this.segments = segments;
        this.parquet = parquet;
        this.process = process;
        this.lock = lock;
        this.limits = limits;
        this.policy = policy;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("prediction-log-upkeep").unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /// A segment was closed.
    void soon() {
        wanted.release();
    }

    /// Whatever is under way is done again after the next start.
    @Override
    public void close() {
        ending = true;
        thread.interrupt();
        try {
            thread.join(END_WITHIN.toMillis()); // at once where it was never started
            if (thread.isAlive()) {
                LOG.warn("the prediction log's upkeep does not end: the disk does not answer");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (await()) {
            try {
                round();
                told = failed.isEmpty() ? "" : told;
            } catch (InterruptedException _) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                // It must not end: nothing would be converted nor deleted any more, and nobody
                // would see it.
                tell(e.toString());
            }
        }
    }

    /// False: this is the end.
    private boolean await() {
        try {
            boolean _ = wanted.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
            wanted.drainPermits();
            return !ending;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /// Makes Parquet of all that waits for it, and room.
    void round() throws IOException, InterruptedException {
        try {
            boolean more;
            do {
                more = alone(this::convert);
            } while (more);
            boolean _ = alone(this::convertAlone);
        } finally {
            boolean _ = alone(this::tidy);
        }
    }

    private interface Work {
        boolean done() throws IOException;
    }

    /// Between two pieces of work people may ask.
    private boolean alone(Work work) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            return work.done();
        } finally {
            lock.unlock();
        }
    }

    /// The oldest first; those that failed come last, one by one and with more memory.
    ///
    /// @return whether there are more
    private boolean convert() throws IOException {
        var waiting = segments.closed();
        failed.retainAll(waiting);
        var fresh = waiting.stream().filter(segment -> !failed.contains(segment)).toList();
        if (fresh.isEmpty()) {
            return false;
        }
        var some = fresh.subList(0, Math.min(fresh.size(), AT_ONCE));
        convert(some, MEMORY);
        return some.size() < fresh.size();
    }

    /// One that failed waits for the next round, behind the others.
    private boolean convertAlone() throws IOException {
        var next = failed.stream().findFirst();
        if (next.isPresent()) {
            failed.remove(next.get());
            convert(List.of(next.get()), MEMORY_ALONE);
        }
        return false;
    }

    private void convert(List<Path> some, int memory) throws IOException {
        Job.Found found;
        try {
            found =
                    process.run(
                            new Job(
                                    some.stream().map(Path::toString).toList(),
                                    Optional.empty(),
                                    parquet.path().toString(),
                                    1,
                                    memory),
                            WITHIN,
                            LAST);
        } catch (DuckProcess.EndedException e) {
            failed.addAll(some); // one of them may be why it ended
            throw e;
        }
        failed.addAll(found.failed().stream().map(Path::of).toList());
        if (found.failed().isEmpty()) {
            found.torn().forEach(what -> LOG.warn("the prediction log has a gap: {}", what));
        } else {
            tell(String.join("; ", found.torn()));
        }
        for (var unusable : found.unusable()) {
            setAside(Path.of(unusable));
        }
        for (var done : found.done()) {
            Files.deleteIfExists(Path.of(done));
        }
    }

    private boolean tidy() throws IOException {
        for (var gone : parquet.tidy(policy, limits.segmentAge(), clock.instant())) {
            LOG.info("{} of the prediction log is old or too much, and deleted", gone.path());
        }
        makeRoom();
        return true;
    }

    private static void setAside(Path segment) throws IOException {
        Files.move(
                segment,
                segment.resolveSibling(Segments.name(segment) + ".unusable"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Segments that cannot become Parquet must not fill the disk.
    private void makeRoom() throws IOException {
        var waiting = segments.closed();
        long bytes = 0;
        for (var segment : waiting.reversed()) {
            bytes += Files.size(segment);
            if (bytes > limits.waiting()) {
                LOG.warn(
                        "{} never became Parquet, and is deleted: there are too many of them",
                        segment);
                count(segment);
                Files.deleteIfExists(segment);
            }
        }
    }

    /// What cannot be read cannot be counted, and goes all the same.
    private void count(Path segment) {
        try {
            var _ = SegmentReader.read(segment, said -> ring.lost(said.release().service()));
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", segment, e.toString());
        }
    }

    /// The same trouble is told once.
    private void tell(String why) {
        if (!ending && !why.equals(told)) {
            LOG.warn("the prediction log's segments wait to become Parquet: {}", why);
            told = why;
        }
    }
}
