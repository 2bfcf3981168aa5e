package lastgood.core.breaker;

import java.time.Duration;

/// How much failing is too much, and how long one who failed rests.
///
/// @param inRow failures one after the other
/// @param least requests in a window before their ratio says anything
/// @param ratio of failures in a window
/// @param window over which the ratio is taken
/// @param firstPause after the first time; each further one is twice as long
/// @param longestPause and who is well for as long begins with the first again
public record Limits(
        int inRow,
        int least,
        double ratio,
        Duration window,
        Duration firstPause,
        Duration longestPause) {
    public static final Limits USUAL =
            new Limits(
                    5,
                    20,
                    .5,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30));

    public Limits {
        if (inRow < 1 || least < 1 || ratio <= 0 || ratio > 1) {
            throw new IllegalArgumentException("such limits never hold: " + inRow + ", " + ratio);
        }
        if (firstPause.isNegative()
                || firstPause.isZero()
                || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "pauses grow from above zero: " + firstPause + ", " + longestPause);
        }
    }

    /// @param opened how often it was opened by now, 1 at least
    long pause(int opened) {
        long longest = longestPause.toNanos();
        long pause = firstPause.toNanos();
        for (int i = 1; i < opened && pause < longest; i++) {
            pause = Math.min(longest, 2 * pause);
        }
        return pause;
    }
}
