package lastgood.gateway.running;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/// How long a release takes to answer.
final class Latency {
    private static final long MOST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;
    private static final int REFRESHED_EVERY = 128;

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
