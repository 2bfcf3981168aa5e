package lastgood.gateway.memory;

import java.util.concurrent.atomic.AtomicInteger;

/// What one request holds out of the budget. One thread takes; whoever is last to let go gives everything back, on
/// whatever thread.
///
/// It is borrowed in pieces, so that a small request asks the budget once.
public final class Loan {
    private static final long PIECE = 4 << 10;
    private static final long SPARE = 2 * PIECE;

    private final Budget budget;
    private final long beside;
    private final AtomicInteger holders = new AtomicInteger(1);
    private long lent;
    private long used;

    public Loan(Budget budget) {
        this(budget, 0);
    }

    /// @param beside what the same request holds by another loan
    public Loan(Budget budget, long beside) {
        this.budget = budget;
        this.beside = beside;
    }

    /// For what no caller sends.
    public static Loan boundless() {
        return new Loan(new Budget(Long.MAX_VALUE));
    }

    /// To be called before the memory itself is taken.
    ///
    /// @throws NoRoomException and nothing was taken
    public void take(long bytes) {
        if (!tryTake(bytes)) {
            // What it borrowed and does not use counts as used: a request at the very edge would
            // try for ever.
            boolean never = beside + used + bytes + 2 * SPARE > budget.most();
            throw new NoRoomException(never, budget.most());
        }
    }

    /// False: there is no room; nothing was taken.
    public boolean tryTake(long bytes) {
        long missing = bytes - (lent - used);
        if (missing > 0 && !borrow(Math.max(missing, PIECE)) && !borrow(missing)) {
            return false;
        }
        used += bytes;
        return true;
    }

    public void giveBack(long bytes) {
        used -= bytes;
        long spare = lent - used;
        if (used == 0 || spare > SPARE) {
            long back = used == 0 ? spare : spare - PIECE;
            lent -= back;
            budget.giveBack(back);
        }
    }

    /// How much of the budget it takes up, spare room included. To be asked by the thread that takes.
    public long held() {
        return lent;
    }

    /// One more who reads what was paid for with it.
    public void hold() {
        holders.incrementAndGet();
    }

    public void letGo() {
        if (holders.decrementAndGet() == 0) {
            budget.giveBack(lent);
            lent = 0;
            used = 0;
        }
    }

    private boolean borrow(long bytes) {
        boolean taken = budget.take(bytes);
        lent += taken ? bytes : 0;
        return taken;
    }
}
