package lastgood.gateway.protocol;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What goes on at the port as a whole: predictions answered, requests under way, and whether more are welcome.
public final class Traffic {
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder degraded = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();

    void begun() {
        underWay.incrementAndGet();
    }

    void ended() {
        underWay.decrementAndGet();
    }

    /// A caller's prediction was answered so.
    void predicted(int status) {
        requests.increment();
        if (status >= 500) {
            errors.increment();
        }
    }

    /// One of them gets the service's fixed answer.
    void fellBack() {
        degraded.increment();
    }

    void end() {
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
