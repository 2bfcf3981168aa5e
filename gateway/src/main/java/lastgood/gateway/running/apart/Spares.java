package lastgood.gateway.running.apart;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes that are started before anybody needs them: to start one takes half a second, which a release that has just
/// lost its process does not have.
public final class Spares implements AutoCloseable {
    /// The first byte that a process says.
    static final int STARTED = 'L';

    private static final Logger LOG = LoggerFactory.getLogger(Spares.class);

    private final RunnerLimits limits;
    private final Deque<RunnerProcess> waiting = new ArrayDeque<>();
    private int beingStarted;
    private boolean closed;

    public Spares(RunnerLimits limits) {
        this.limits = limits;
    }

    /// Starts as many as there are to be, in the background: from when the first was needed.
    private void begin() {
        synchronized (this) {
            if (closed || waiting.size() + beingStarted >= limits.spares()) {
                return;
            }
            beingStarted++;
        }
        Thread.ofVirtual().name("runner-ahead").start(this::startOne);
    }

    /// One that can be told what to load; whoever takes it ends it.
    RunnerProcess take() throws IOException {
        try {
            while (true) {
                RunnerProcess spare;
                synchronized (this) {
                    spare = waiting.poll();
                }
                if (spare == null) {
                    return RunnerProcess.start(limits);
                }
                if (spare.handle().isAlive()) {
                    return spare;
                }
                spare.end();
            }
        } finally {
            begin();
        }
    }

    RunnerLimits limits() {
        return limits;
    }

    /// How many are there to be taken.
    synchronized int ready() {
        return waiting.size();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (var spare = poll(); spare != null; spare = poll()) {
            spare.end();
        }
    }

    private synchronized @org.jspecify.annotations.Nullable RunnerProcess poll() {
        return waiting.poll();
    }

    private void startOne() {
        try {
            var started = RunnerProcess.start(limits);
            if (!kept(started)) {
                started.end();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("a runner could not be started ahead of its need: {}", e.toString());
            synchronized (this) {
                beingStarted--;
            }
            return;
        }
        begin();
    }

    private synchronized boolean kept(RunnerProcess started) {
        beingStarted--;
        if (closed) {
            return false;
        }
        waiting.add(started);
        return true;
    }
}
