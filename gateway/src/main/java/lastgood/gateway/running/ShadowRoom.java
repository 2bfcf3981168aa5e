package lastgood.gateway.running;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Shadow;

/// How much may be asked in shadow at a time, over all services: callers come first, in memory and in processor time.
///
/// What is not taken because one was just taken is no loss: a shadow is a sample.
final class ShadowRoom {
    static final long EVERY_NANOS = 1_000_000_000 / Shadow.MOST_A_SECOND;

    static final int MOST = 8;

    private final long mostBytes;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<ServiceName, AtomicLong> next = new ConcurrentHashMap<>();

    enum Entry {
        IN,
        /// Another one was taken a moment ago.
        NOT_NOW,
        FULL
    }

    /// @param mostBytes that copies may keep from being lent to callers
    ShadowRoom(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// @param size what the request holds on to while its copy is under way
    Entry enter(ServiceName service, long size, long now) {
        if (!isDue(service, now)) {
            return Entry.NOT_NOW;
        }
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return Entry.FULL;
        }
        if (bytes.addAndGet(size) > mostBytes) {
            leave(size);
            return Entry.FULL;
        }
        return Entry.IN;
    }

    /// True once in so many nanoseconds.
    private boolean isDue(ServiceName service, long now) {
        var found = next.get(service);
        var from = found != null ? found : next.computeIfAbsent(service, _ -> new AtomicLong(now));
        long due = from.get();
        return now - due >= 0 && from.compareAndSet(due, now + EVERY_NANOS);
    }

    void leave(long size) {
        bytes.addAndGet(-size);
        underWay.decrementAndGet();
    }

    int underWay() {
        return underWay.get();
    }
}
