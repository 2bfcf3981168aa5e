package lastgood.gateway.running;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/// How long a release takes to answer.
final class Latency {
    private static final long MOST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;
    private static final int REFRESHED_EVERY = 128;
    private static final long MICRO = 1000;
    private static final long ENOUGH = 4;

    private final ConcurrentHistogram micros = new ConcurrentHistogram(MOST_MICROS, 2);
    private final AtomicLong times = new AtomicLong();
    private volatile long p99Micros;

    void note(long nanos) {
        micros.recordValue(Math.clamp(nanos / 1000, 1, MOST_MICROS));
        long n = times.incrementAndGet();
        if (n % REFRESHED_EVERY == 0 || Long.bitCount(n) == 1) {
            p99Micros = micros.getValueAtPercentile(99);
        }
    }

    /// Whether a release that takes about as long could have answered in that time: less than four times the slowest of a
    /// hundred says nothing about it, and where nothing is known, less than half of what it is allowed.
    boolean isEnough(Duration given, Duration allowed) {
        long p99 = p99Micros;
        var least = p99 == 0 ? allowed.dividedBy(2) : Duration.ofNanos(ENOUGH * p99 * MICRO);
        return given.compareTo(least) >= 0;
    }

    /// How long another release may take within `timeout`, so that this one can still answer in its place: what its
    /// own answer takes, twice, is kept back; but never more than half of it, and half where nothing is known.
    Duration allowance(Duration timeout) {
        var half = timeout.dividedBy(2);
        long p99 = p99Micros;
        if (p99 == 0) {
            return half;
        }
        var rest = timeout.minusNanos(2 * p99 * 1000);
        return rest.compareTo(half) > 0 ? rest : half;
    }
}
