package lastgood.server.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measured times, told by their order.
public final class Durations {
    private final List<Long> nanos = new ArrayList<>();

    public void add(long duration) {
        nanos.add(duration);
    }

    public int size() {
        return nanos.size();
    }

    /// In the order in which they were measured.
    public List<Long> nanos() {
        return List.copyOf(nanos);
    }

    /// The least of them that so many percent do not exceed. Zero where nothing was measured.
    public Duration percentile(double percent) {
        if (nanos.isEmpty()) {
            return Duration.ZERO;
        }
        var sorted = nanos.stream().sorted().toList();
        // In whole thousandths of a percent, because 99.9 / 100 is a little more than it seems.
        int rank = (int) Math.ceil(Math.round(percent * 1_000) * sorted.size() / 100_000.0);
        return Duration.ofNanos(sorted.get(Math.max(rank, 1) - 1));
    }

    public Duration most() {
        return percentile(100);
    }

    /// `p50 0.12 ms, p99.9 0.80 ms, most 1.20 ms`
    public String inMillis() {
        return "p50 %s, p99 %s, p99.9 %s, most %s ms"
                .formatted(millis(50), millis(99), millis(99.9), millis(100));
    }

    private String millis(double percent) {
        return "%.2f".formatted(percentile(percent).toNanos() / 1e6);
    }
}
