package lastgood.core.breaker;

/// What came of the latest requests.
///
/// @param inRow failures since the last one that was answered
/// @param began of the window, in nanoseconds
record Tally(int inRow, int seen, int failed, long began) {
    static Tally from(long now) {
        return new Tally(0, 0, 0, now);
    }

    Tally plus(boolean failure, long now, Limits limits) {
        boolean over = now - began > limits.window().toNanos();
        return new Tally(
                failure ? inRow + 1 : 0,
                (over ? 0 : seen) + 1,
                (over ? 0 : failed) + (failure ? 1 : 0),
                over ? now : began);
    }

    boolean isTooMuch(Limits limits) {
        return inRow >= limits.inRow()
                || (seen >= limits.least() && failed >= limits.ratio() * seen);
    }
}
