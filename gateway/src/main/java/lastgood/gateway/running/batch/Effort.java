package lastgood.gateway.running.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What running a release takes, measured while it was warmed up, and what follows from that.
///
/// @param one nanoseconds for one row
/// @param four for four rows in one run; empty: it cannot be asked so, or answers otherwise then
/// @param sixteen the same
public record Effort(long one, OptionalLong four, OptionalLong sixteen) {
    public static final int SOME = 4;
    public static final int MANY = 16;

    private static final long SLOW = Duration.ofNanos(500_000).toNanos();
    private static final long SLOW_BEYOND_DOUBT = Duration.ofMillis(5).toNanos();
    private static final double PAYS = 2.5;

    /// What a request takes of a core beside its model: more than it does, as nobody measures it.
    private static final long REST_OF_REQUEST = Duration.ofNanos(50_000).toNanos();

    /// A batch alone takes no more than this part of what a release is allowed: whoever waits behind it has a deadline too.
    private static final int PART_OF_TIMEOUT = 4;

    public Effort {
        if (one < 1) {
            throw new IllegalArgumentException("nothing takes " + one + " ns");
        }
    }

    /// Of a release that takes one request at a time.
    public static Effort alone(long one) {
        return new Effort(one, OptionalLong.empty(), OptionalLong.empty());
    }

    /// Whether it would hold up an event loop.
    public boolean isSlow() {
        return one > SLOW;
    }

    /// Whether it is slow however busy the machine was while it was measured, and however new the process it was measured in:
    /// either makes a model of microseconds look as if it took one or two milliseconds.
    public boolean isSlowBeyondDoubt() {
        return one > SLOW_BEYOND_DOUBT;
    }

    /// Whether rows of several requests cost much less in one run.
    public boolean batchPays() {
        return four.isPresent() && four.getAsLong() < PAYS * one;
    }

    /// How many rows may be run at once; 1: every request runs alone.
    ///
    /// @param batchMax the most the release itself takes
    public int mostRows(Duration timeout, Optional<Integer> batchMax) {
        if (!batchPays()) {
            return 1;
        }
        boolean manyPay =
                sixteen.isPresent()
                        && sixteen.getAsLong() < (long) (MANY / SOME) * four.getAsLong();
        int most = Math.min(manyPay ? MANY : SOME, batchMax.orElse(MANY));
        long within = timeout.dividedBy(PART_OF_TIMEOUT).toNanos();
        while (most > 1 && nanos(most) > within) {
            most /= 2;
        }
        return most;
    }

    /// About what one run of so many rows takes: on the line between what was measured, and beyond it as before.
    public long nanos(int rows) {
        if (four.isEmpty()) {
            return rows * one;
        }
        if (rows <= SOME || sixteen.isEmpty()) {
            return between(rows, 1, one, SOME, four.getAsLong());
        }
        return between(rows, SOME, four.getAsLong(), MANY, sixteen.getAsLong());
    }

    /// How many rows a second that makes, each of a request of its own.
    ///
    /// @param most run at once
    public double perSecond(int threads, int most) {
        double each = (double) nanos(most) / most + REST_OF_REQUEST;
        return threads * Duration.ofSeconds(1).toNanos() / each;
    }

    /// About what so many rows take that are run at most `most` at a time.
    public long nanos(long rows, int most) {
        int rest = (int) (rows % most);
        return rows / most * nanos(most) + (rest == 0 ? 0 : nanos(rest));
    }

    private static long between(int rows, int few, long ofFew, int many, long ofMany) {
        double slope = Math.max(0, ofMany - ofFew) / (double) (many - few);
        return (long) (ofFew + slope * (rows - few));
    }
}
