package lastgood.gateway.recording;

import java.util.concurrent.atomic.LongAdder;
import lastgood.core.guard.Count;

/// Counts requests by who answered them.
final class TrafficTally {
    private final LongAdder requests = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder shielded = new LongAdder();

    void note(Noted.Answer answer) {
        requests.increment();
        switch (answer) {
            case OWN -> answered.increment();
            case SHIELDED -> shielded.increment();
            case NONE, NEITHER -> {}
        }
    }

    Count.Traffic traffic() {
        // `requests` last: it is incremented first, and a sum of the others never exceeds it.
        long own = answered.sum();
        long other = shielded.sum();
        return new Count.Traffic(requests.sum(), own, other);
    }
}
