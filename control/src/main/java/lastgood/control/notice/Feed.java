package lastgood.control.notice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.HistoryLine;

/// The latest history lines of all services in one numbered row, for those who listen.
public final class Feed {
    private static final int MOST_KEPT = 1_000;

    /// @param id counts all lines there ever were, so a listener can ask for what came after
    public record Item(long id, ServiceName service, HistoryLine line) {}

    private final Deque<Item> kept = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long last;

    public void add(ServiceName service, HistoryLine line) {
        lock.lock();
        try {
            kept.add(new Item(++last, service, line));
            if (kept.size() > MOST_KEPT) {
                kept.remove();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What came after `id`; waits up to `millis` for something. Empty: nothing came.
    public List<Item> after(long id, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (last <= id && left > 0) {
                left = more.awaitNanos(left);
            }
            var items = new ArrayList<Item>();
            kept.stream().filter(item -> item.id() > id).forEach(items::add);
            return items;
        } finally {
            lock.unlock();
        }
    }

    /// The newest item's id; 0 while there is none.
    public long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }
}
