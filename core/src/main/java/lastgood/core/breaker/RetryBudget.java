package lastgood.core.breaker;

import java.util.Optional;

/// How often a request may be tried once more: at most one for ten that are asked, and ten saved up. More would keep
/// a server down that has too much to do already.
///
/// @param tenths of a try that are left
public record RetryBudget(int tenths) {
    private static final int ONE = 10;
    private static final int MOST = 10 * ONE;

    public static final RetryBudget FULL = new RetryBudget(MOST);

    public RetryBudget {
        if (tenths < 0 || tenths > MOST) {
            throw new IllegalArgumentException("a budget of " + tenths + " tenths");
        }
    }

    /// A request is asked for the first time.
    public RetryBudget asked() {
        return new RetryBudget(Math.min(MOST, tenths + 1));
    }

    /// A request is tried once more; empty: it may not be.
    public Optional<RetryBudget> retried() {
        return tenths < ONE ? Optional.empty() : Optional.of(new RetryBudget(tenths - ONE));
    }
}
