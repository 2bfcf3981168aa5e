package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// A request's body while it arrives. Its bytes are copied out of the network's buffers at once: a caller who sends
/// single bytes would otherwise keep a whole buffer alive with each.
final class Body {
    private static final byte[] NOTHING = new byte[0];

    private final BodyBudget budget;
    private final int most;
    private byte[] bytes = NOTHING;
    private int size;

    Body(BodyBudget budget, int most) {
        this.budget = budget;
        this.most = most;
    }

    enum Taken {
        YES,
        TOO_LARGE,
        NO_ROOM
    }

    Taken add(ByteBuf content) {
        int more = content.readableBytes();
        if (more > most - size) {
            return Taken.TOO_LARGE;
        }
        if (size + more > bytes.length && !grow(size + more)) {
            return Taken.NO_ROOM;
        }
        content.readBytes(bytes, size, more);
        size += more;
        return Taken.YES;
    }

    byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /// Forgets what arrived.
    void clear() {
        budget.giveBack(bytes.length);
        bytes = NOTHING;
        size = 0;
    }

    private boolean grow(int needed) {
        int doubled = Math.clamp(2L * bytes.length, needed, Math.max(needed, most));
        int next = budget.take(doubled - bytes.length) ? doubled : needed;
        if (next < doubled && !budget.take(next - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, next);
        return true;
    }
}
