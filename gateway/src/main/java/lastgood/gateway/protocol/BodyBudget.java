package lastgood.gateway.protocol;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of bodies may be held at a time, over all connections.
final class BodyBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    /// False: so much is held already; nothing was taken.
    boolean take(int bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        held.addAndGet(-bytes);
    }
}
