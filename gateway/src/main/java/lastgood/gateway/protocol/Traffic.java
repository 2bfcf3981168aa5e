package lastgood.gateway.protocol;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What goes on at the ports as a whole: predictions answered, requests under way, and whether more are welcome.
public final class Traffic {
    private static final int FAILED = 500;

    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder degraded = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();

    public void begun() {
        underWay.incrementAndGet();
    }

    public void ended() {
        underWay.decrementAndGet();
    }

    /// A caller's prediction was answered so.
    public void predicted(int status) {
        predicted(status >= FAILED);
    }

    /// A caller's prediction was answered.
    ///
    /// @param failed and the failure is ours, not the caller's
    public void predicted(boolean failed) {
        requests.increment();
        if (failed) {
            errors.increment();
        }
    }

    /// One of them gets the service's fixed answer.
    public void fellBack() {
        degraded.increment();
    }

    public void end() {
        ending.set(true);
    }

    public boolean isEnding() {
        return ending.get();
    }

    /// Predictions asked for and answered, well or with an error; probes are none.
    public long requests() {
        return requests.sum();
    }

    /// Of those, answered with a status of 500 or above.
    public long errors() {
        return errors.sum();
    }

    /// Of those, answered with a service's fixed answer, as no release could.
    public long degraded() {
        return degraded.sum();
    }

    /// Requests of any kind.
    public int underWay() {
        return underWay.get();
    }
}
