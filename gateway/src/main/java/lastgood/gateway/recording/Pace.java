package lastgood.gateway.recording;

import java.util.OptionalDouble;

/// How many requests a second come, looked at over the last half minute.
public final class Pace {
    private static final int SECONDS = 30;
    private static final long NANOS = 1_000_000_000L;

    /// One bucket a second, in a ring with room for the second that is under way.
    private final long[] counts = new long[SECONDS + 1];

    private long first = Long.MIN_VALUE;
    private long latest;

    public synchronized void note(long nanos) {
        long second = advance(nanos);
        counts[slot(second)]++;
    }

    /// Over the seconds that are behind, but not the one in which the first came; empty until there is one.
    public synchronized OptionalDouble perSecond(long nanos) {
        if (first == Long.MIN_VALUE) {
            return OptionalDouble.empty();
        }
        long now = advance(nanos);
        long whole = Math.min(SECONDS, now - first - 1);
        long sum = 0;
        for (long second = now - whole; second < now; second++) {
            sum += counts[slot(second)];
        }
        return whole < 1 ? OptionalDouble.empty() : OptionalDouble.of((double) sum / whole);
    }

    /// Empties the buckets of seconds that went by unnoticed.
    private long advance(long nanos) {
        long second = Math.floorDiv(nanos, NANOS);
        if (first == Long.MIN_VALUE) {
            first = second;
            latest = second;
        }
        for (long gone = Math.max(latest + 1, second - SECONDS); gone <= second; gone++) {
            counts[slot(gone)] = 0;
        }
        latest = Math.max(latest, second);
        return latest;
    }

    private static int slot(long second) {
        return Math.floorMod(second, SECONDS + 1);
    }
}
