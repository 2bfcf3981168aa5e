package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;

/// A request's body while it arrives. Its bytes are copied out of the network's buffers at once: a caller who sends
/// single bytes would otherwise keep a whole buffer alive with each.
final class Body {
    private static final byte[] NOTHING = new byte[0];

    private final Loan loan;
    private final int most;
    private int end;
    private byte[] bytes = NOTHING;
    private int size;

    Body(Budget budget, int most) {
        this.loan = new Loan(budget);
        this.most = most;
        end = most;
    }

    /// The next body says that it will be so long. Memory still grows with what arrives, but not beyond that.
    void expect(long length) {
        end = (int) Math.min(length, most);
    }

    /// False: it is larger than a body may be.
    ///
    /// @throws lastgood.gateway.memory.NoRoomException where it may be so large, but not now
    boolean add(ByteBuf content) {
        int more = content.readableBytes();
        if (more > most - size) {
            return false;
        }
        if (size + more > bytes.length) {
            grow(size + more);
        }
        content.readBytes(bytes, size, more);
        size += more;
        return true;
    }

    /// All of it, in an array of just its length.
    ///
    /// @throws lastgood.gateway.memory.NoRoomException where there is none for that array
    byte[] bytes() {
        if (size < bytes.length) {
            loan.take(size);
            become(size);
        }
        return bytes;
    }

    /// Forgets what arrived.
    void clear() {
        loan.giveBack(bytes.length);
        bytes = NOTHING;
        size = 0;
        end = most;
    }

    private void grow(int needed) {
        int doubled = Math.clamp(2L * bytes.length, needed, Math.max(needed, end));
        if (loan.tryTake(doubled)) {
            become(doubled);
        } else {
            loan.take(needed);
            become(needed);
        }
    }

    /// While it is copied, both arrays are there.
    private void become(int length) {
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, length);
        loan.giveBack(before);
    }
}
