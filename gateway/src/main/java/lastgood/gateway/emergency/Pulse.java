package lastgood.gateway.emergency;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does one thing again and again on a thread of its own, so that nothing else that hangs can keep it from being done.
/// Whatever goes wrong once, there is a next time; what goes wrong each time is told once.
public final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Thread thread;
    private final Duration every;
    private final Runnable what;
    private volatile boolean closed;

    private Pulse(String name, Duration every, Runnable what) {
        this.every = every;
        this.what = what;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::beat);
    }

    public static Pulse start(String name, Duration every, Runnable what) {
        var pulse = new Pulse(name, every, what);
        pulse.thread.start();
        return pulse;
    }

    /// It is not done again; one that is being done is not waited for.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void beat() {
        boolean failed = false;
        while (!closed) {
            try {
                what.run();
                failed = false;
            } catch (RuntimeException | Error e) {
                if (!failed) {
                    LOG.error("{} goes on after a failure", thread.getName(), e);
                }
                failed = true;
            }
            LockSupport.parkNanos(every.toNanos());
        }
    }
}
