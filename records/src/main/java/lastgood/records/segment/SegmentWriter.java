package lastgood.records.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.release.ServiceName;
import lastgood.records.RecordLimits;
import lastgood.records.ring.Ring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one who takes notes out of the ring and appends them to segments, on a thread of its own.
///
/// Where the disk does not take them they are dropped and counted, and after a moment it is tried again.
public final class SegmentWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);
    private static final int AT_ONCE = 1024;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private final Ring ring;
    private final Segments segments;
    private final Path disk;
    private final RecordLimits limits;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Runnable closedOne;
    private final Thread thread;

    /// Of the segment that is open: what of it may still get lost.
    private final Map<ServiceName, Integer> pending = new HashMap<>();

    private Optional<SegmentFile> segment = Optional.empty();
    private Instant opened = Instant.MIN;
    private long forcedNanos;
    private long failedNanos;
    private boolean failing;
    private boolean told;
    private volatile boolean ending;

    /// @param disk a folder that is there, on the disk that segments are written to
    /// @param clock by which segments are named and days end
    /// @param nanos a monotonic clock
    /// @param closedOne told after a segment was closed
    public SegmentWriter(
            Ring ring,
            Segments segments,
            Path disk,
            RecordLimits limits,
            InstantSource clock,
            LongSupplier nanos,
            Runnable closedOne) {
        this.ring = ring;
        this.segments = segments;
        this.disk = disk;
        this.limits = limits;
        this.clock = clock;
        this.nanos = nanos;
        this.closedOne = closedOne;
        thread = Thread.ofPlatform().daemon().name("prediction-log").unstarted(this::work);
    }

    public void start() {
        thread.start();
    }

    /// Writes what is in the ring, and closes the segment.
    @Override
    public void close() {
        ending = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(END_WITHIN)) {
                LOG.warn(
                        "the prediction log's last records are not written: the disk did not answer for {}",
                        END_WITHIN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        boolean last;
        do {
            last = ending;
            int taken = round();
            if (taken == 0 && !last) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } while (!last || !isDrained());
        close(true);
    }

    private boolean isDrained() {
        return round() == 0;
    }

    /// Nothing that happens here may end the thread: the log would be dead and nobody would see it.
    private int round() {
        try {
            int taken = ring.drain(this::write, AT_ONCE);
            settle();
            return taken;
        } catch (RuntimeException | Error e) {
            failed("something unexpected went wrong: " + e);
            return 1;
        }
    }

    private void write(LoggedPrediction said) {
        var service = said.release().service();
        pending.merge(service, 1, Integer::sum);
        try {
            var open = segment.isPresent() ? segment : create();
            if (open.isEmpty()) {
                pending.remove(service);
                ring.lost(service);
            } else {
                open.get().add(said);
            }
        } catch (IOException | RuntimeException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private Optional<SegmentFile> create() throws IOException {
        if (failing && nanos.getAsLong() - failedNanos < AGAIN.toNanos()) {
            return Optional.empty();
        }
        long free = Files.getFileStore(disk).getUsableSpace();
        if (free < limits.leastFree() + limits.segmentBytes()) {
            tell("the disk has %d MB left, and those are the journal's".formatted(free >> 20));
            pause();
            return Optional.empty();
        }
        var now = clock.instant();
        segment = Optional.of(segments.create(limits.segmentBytes(), now.toEpochMilli()));
        opened = now;
        forcedNanos = nanos.getAsLong();
        failing = false;
        told = false;
        return segment;
    }

    /// After each round: what was taken out is in the file, now and then it is durable, and a full segment is closed.
    private void settle() {
        if (segment.isEmpty()) {
            return;
        }
        try {
            var now = clock.instant();
            segment.get().flush();
            if (segment.get().isFull()
                    || !now.isBefore(opened.plus(limits.segmentAge()))
                    || !day(now).equals(day(opened))) {
                close(false);
            } else if (nanos.getAsLong() - forcedNanos >= limits.forceEvery().toNanos()) {
                segment.get().force();
                forcedNanos = nanos.getAsLong();
            }
            pending.clear();
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void close(boolean last) {
        if (segment.isEmpty()) {
            return;
        }
        var closing = segment.get();
        try {
            closing.close();
            segment = Optional.empty();
            segments.close(closing.file());
            if (!last) {
                closedOne.run();
            }
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String why) {
        tell(why);
        pending.forEach((service, count) -> {
            for (int lost = 0; lost < count; lost++) {
                ring.lost(service);
            }
        });
        pending.clear();
        pause();
        segment.ifPresent(open -> {
            open.abandon();
            try {
                segments.close(open.file());
            } catch (IOException _) {
                // The next start closes it.
            }
        });
        segment = Optional.empty();
    }

    /// By a clock that nobody sets: one that is set back would stop the log for as long.
    private void pause() {
        failing = true;
        failedNanos = nanos.getAsLong();
    }

    /// Once, until it works again: a disk that is full is full for a while.
    private void tell(String why) {
        if (!told) {
            LOG.warn("predictions are not logged, which harms no prediction: {}", why);
            told = true;
        }
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
