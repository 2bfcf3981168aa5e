package lastgood.gateway.protocol;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Requests of the port as a whole: how many there were, how many are under way, and whether more are welcome.
public final class Traffic {
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();

    void begun() {
        requests.increment();
        underWay.incrementAndGet();
    }

    void ended(int status) {
        if (status >= 500) {
            errors.increment();
        }
        underWay.decrementAndGet();
    }

    void end() {
        ending.set(true);
    }

    public boolean isEnding() {
        return ending.get();
    }

    public long requests() {
        return requests.sum();
    }

    /// Answers with a status of 500 or above.
    public long errors() {
        return errors.sum();
    }

    public int underWay() {
        return underWay.get();
    }
}
