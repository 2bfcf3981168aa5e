package lastgood.gateway.memory;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes may be held for callers at a time, over all requests: their bodies, what is read from them, and the
/// copies that graphs are given.
public final class Budget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    public Budget(long most) {
        this.most = most;
    }

    public long most() {
        return most;
    }

    public long held() {
        return held.get();
    }

    /// False: so much is held already; nothing was taken.
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
