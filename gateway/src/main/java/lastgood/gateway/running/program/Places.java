package lastgood.gateway.running.program;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import lastgood.gateway.loop.EventLoops;

/// How many requests of one release may be under way at once, on all loops together. Who finds no place waits for one on his
/// own loop, in turn.
final class Places {
    /// Each waits with what its caller sent, and no longer than its deadline.
    private static final int MOST_WAITING = 16 << 10;

    private final AtomicInteger free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<EventLoop, Deque<Guest>> lines = new HashMap<>();

    /// Who wants a place, on its own loop.
    interface Guest {
        EventLoop loop();

        /// It has a place now, and leaves it some time.
        void enter();
    }

    Places(int most, List<EventLoop> loops) {
        free = new AtomicInteger(most);
        loops.forEach(loop -> lines.put(loop, new ArrayDeque<>()));
    }

    /// To be called on its loop. False: too many wait already.
    boolean enter(Guest guest) {
        var line = line(guest.loop());
        if (line.isEmpty() && tryTake()) {
            guest.enter();
            return true;
        }
        if (waiting.get() >= MOST_WAITING) {
            return false;
        }
        // Whoever leaves now sees that somebody waits, or the place is seen here.
        waiting.incrementAndGet();
        line.add(guest);
        admit(guest.loop());
        return true;
    }

    /// To be called on its loop by one who waits no more. False: he waits for nothing.
    boolean giveUp(Guest guest) {
        boolean waited = line(guest.loop()).remove(guest);
        if (waited) {
            waiting.decrementAndGet();
        }
        return waited;
    }

    /// To be called on any loop by one who has a place.
    void leave() {
        free.incrementAndGet();
        if (waiting.get() > 0) {
            lines.keySet().forEach(loop -> EventLoops.doOn(loop, () -> admit(loop)));
        }
    }

    private void admit(EventLoop loop) {
        var line = line(loop);
        while (!line.isEmpty() && tryTake()) {
            var next = line.remove();
            waiting.decrementAndGet();
            next.enter();
        }
    }

    private boolean tryTake() {
        int now = free.get();
        while (now > 0) {
            if (free.compareAndSet(now, now - 1)) {
                return true;
            }
            now = free.get();
        }
        return false;
    }

    private Deque<Guest> line(EventLoop loop) {
        var line = lines.get(loop);
        if (line == null) {
            throw new IllegalArgumentException("no event loop of this gateway");
        }
        return line;
    }
}
