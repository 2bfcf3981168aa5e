package lastgood.gateway.snapshot;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Snapshots;
import lastgood.gateway.routing.Switchboard;
import lastgood.gateway.running.LoadedRelease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what the gateway serves, soon after it has changed.
///
/// Whoever switches knows nothing of it: it looks at what requests go by, again and again, and writes what differs from
/// what it wrote last. So a switch waits for no disk, and many in a row are written once. A disk that refuses changes
/// nothing of what is served.
public final class SnapshotKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

    /// After a disk has refused.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration LAST = Duration.ofSeconds(5);

    private final Snapshots store;
    private final Switchboard<LoadedRelease> board;
    private final FeatureRows rows;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ReentrantLock pen = new ReentrantLock();
    private boolean begun;
    private volatile boolean ended;
    private Optional<Snapshots.Snapshot> written = Optional.empty();
    private OptionalLong refusedAt = OptionalLong.empty();
    private volatile State state = new State(Optional.empty(), Optional.empty());

    /// How far what is written can be relied on.
    ///
    /// @param written when the last was written or found; empty: there is none
    /// @param trouble why what is served now is not written; empty: it is, or soon will be
    public record State(Optional<Instant> written, Optional<String> trouble) {}

    public SnapshotKeeper(
            Snapshots store,
            Switchboard<LoadedRelease> board,
            FeatureRows rows,
            InstantSource clock,
            LongSupplier nanos) {
        this.store = store;
        this.board = board;
        this.rows = rows;
        this.clock = clock;
        this.nanos = nanos;
    }

    /// From now on what is served is written down. Before that a gateway is still being told what to serve, and half of it
    /// would take the place of the whole.
    public void begin() {
        pen.lock();
        try {
            var found = store.newest();
            found.faults().forEach(fault -> LOG.warn("A snapshot cannot be used: {}", fault));
            written = found.snapshot();
            state = new State(written.map(Snapshots.Snapshot::at), Optional.empty());
            begun = true;
            write();
        } finally {
            pen.unlock();
        }
    }

    /// Writes what is not written yet, unless the disk has just refused.
    public void look() {
        pen.lock();
        try {
            if (refusedAt.isEmpty()
                    || nanos.getAsLong() - refusedAt.getAsLong() > PAUSE.toNanos()) {
                write();
            }
        } finally {
            pen.unlock();
        }
    }

    /// Writes what is served now in the place of both that are kept: neither says any more what was served before.
    ///
    /// @return whether that was done
    public boolean keepInBoth() {
        pen.lock();
        try {
            return write() && written.map(this::write).orElse(false);
        } finally {
            pen.unlock();
        }
    }

    private boolean write() {
        if (!begun || ended) {
            return false;
        }
        var now = Picture.of(board.now(), written, rows, clock.instant());
        if (written.filter(now::saysTheSameAs).isPresent()) {
            told(Optional.empty());
            return true;
        }
        return write(now);
    }

    private boolean write(Snapshots.Snapshot now) {
        try {
            store.write(now);
            written = Optional.of(now);
            told(Optional.empty());
            return true;
        } catch (IOException | RuntimeException e) {
            told(Optional.of(e.toString()));
            return false;
        }
    }

    /// The last moment at which the gateway serves: what comes after it is no longer what is served. A disk that hangs is
    /// not waited for.
    public void end() {
        boolean mine = false;
        try {
            mine = pen.tryLock(LAST.toNanos(), TimeUnit.NANOSECONDS);
            if (mine) {
                write();
            } else {
                LOG.warn(
                        "The last snapshot may not be written: the disk did not answer for {}",
                        LAST);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            if (mine) {
                pen.unlock();
            }
        }
    }

    public State state() {
        return state;
    }

    private void told(Optional<String> trouble) {
        var before = state.trouble();
        if (trouble.isPresent() && before.isEmpty()) {
            LOG.error(
                    "What the gateway serves cannot be written down ({}). It serves all the same; started without control"
                            + " it would serve what it served before.",
                    trouble.get());
        } else if (trouble.isEmpty() && before.isPresent()) {
            LOG.info("What the gateway serves is written down again.");
        }
        refusedAt = trouble.isPresent() ? OptionalLong.of(nanos.getAsLong()) : OptionalLong.empty();
        state = new State(written.map(Snapshots.Snapshot::at), trouble);
    }
}
