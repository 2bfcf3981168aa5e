package lastgood.control.notice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.HistoryLine;

/// The latest history lines of all services in one numbered row, for those who listen.
public final class Feed {
    private static final int MOST_KEPT = 1_000;

    /// @param place counts all that was told in this life
    /// @param id counts all lines there ever were, so a listener can ask for what came after; empty: what is no line of a
    ///     service's history, and is gone after a restart
    public record Item(long place, Optional<Long> id, ServiceName service, HistoryLine line) {}

    private final Deque<Item> kept = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long lines;
    private long places;

    /// A line of a service's history.
    public void add(ServiceName service, HistoryLine line) {
        lock.lock();
        try {
            keep(service, line, Optional.of(++lines));
        } finally {
            lock.unlock();
        }
    }

    /// Something that is worth knowing and stands in no history.
    public void tell(ServiceName service, HistoryLine line) {
        lock.lock();
        try {
            keep(service, line, Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    private void keep(ServiceName service, HistoryLine line, Optional<Long> id) {
        kept.add(new Item(++places, id, service, line));
        if (kept.size() > MOST_KEPT) {
            kept.remove();
        }
        more.signalAll();
    }

    /// The place of who has seen all lines up to this one.
    public long after(long id) {
        lock.lock();
        try {
            return kept.stream()
                    .filter(item -> item.id().filter(i -> i <= id).isPresent())
                    .mapToLong(Item::place)
                    .max()
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    /// What came after a place; waits up to `millis` for something. Empty: nothing came.
    public List<Item> after(long place, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (places <= place && left > 0) {
                left = more.awaitNanos(left);
            }
            var items = new ArrayList<Item>();
            kept.stream().filter(item -> item.place() > place).forEach(items::add);
            return items;
        } finally {
            lock.unlock();
        }
    }

    /// The newest place; 0 while there is none.
    public long last() {
        lock.lock();
        try {
            return places;
        } finally {
            lock.unlock();
        }
    }
}
