package lastgood.sim.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The one thread and its clock: what is to happen, in the order in which it will. Time passes only here.
public final class Agenda implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-11-24T00:00:00Z");

    private final PriorityQueue<Item> items =
            new PriorityQueue<>(Comparator.comparingLong(Item::at).thenComparingLong(Item::number));
    private long now;
    private long added;

    private record Item(long at, long number, Runnable what) {}

    @Override
    public Instant instant() {
        return BEGIN.plusMillis(now);
    }

    /// Milliseconds since the run began.
    public long elapsed() {
        return now;
    }

    public void after(Duration wait, Runnable what) {
        after(wait.toMillis(), what);
    }

    public void after(long millis, Runnable what) {
        items.add(new Item(now + millis, added++, what));
    }

    /// What happens now takes so long, and everybody else waits.
    public void pass(long millis) {
        now += millis;
    }

    /// The next thing to happen; what is late happens at once.
    public Runnable next() {
        var item = items.remove();
        now = Math.max(now, item.at());
        return item.what();
    }
}
