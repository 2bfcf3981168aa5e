package lastgood.core.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a guard looks at.
public enum Metric {
    HTTP_ERROR_RATE("http.error_rate", Family.ERRORS),
    LATENCY_P50("latency.p50", Family.LATENCY),
    LATENCY_P90("latency.p90", Family.LATENCY),
    LATENCY_P95("latency.p95", Family.LATENCY),
    LATENCY_P99("latency.p99", Family.LATENCY),
    FEATURES_INVALID("features.invalid", Family.SCHEMA),
    QUALITY_ERROR_RATE("quality.error_rate", Family.QUALITY),
    QUALITY_ACCURACY("quality.accuracy", Family.QUALITY);

    /// Lines of one family share its part of the error budget equally (`docs/explanation` of the guards).
    public enum Family {
        ERRORS(.30),
        HARD_LIMIT(.15),
        SCHEMA(.10),
        LATENCY(.20),
        QUALITY(.15);

        private final double weight;

        Family(double weight) {
            this.weight = weight;
        }

        /// Its part of the budget before the families present are scaled to sum to 1.
        public double weight() {
            return weight;
        }
    }

    private final String text;
    private final Family family;

    Metric(String text, Family family) {
        this.text = text;
        this.family = family;
    }

    /// As written in a guard's line.
    public String text() {
        return text;
    }

    public Family family() {
        return family;
    }

    /// Whether more of it is better. Guards count what is bad all the same; only people are told the good.
    public boolean isGain() {
        return this == QUALITY_ACCURACY;
    }

    /// A rate of bad ones as this metric is told: 3 % wrong is an accuracy of 97 %.
    public double shown(double bad) {
        return isGain() ? 1 - bad : bad;
    }

    public boolean isLatency() {
        return family == Family.LATENCY;
    }

    /// The part of requests that may be slower than the limit: 0.01 for p99. Only for latencies.
    public double tail() {
        int percentile = Integer.parseInt(text.substring(text.indexOf(".p") + 2));
        return (100 - percentile) / 100.0;
    }

    /// What is counted for it, where that does not depend on a limit.
    public Optional<Signal> signal() {
        return switch (this) {
            case HTTP_ERROR_RATE -> Optional.of(new Signal.Errors());
            case FEATURES_INVALID -> Optional.of(new Signal.Invalid());
            case QUALITY_ERROR_RATE, QUALITY_ACCURACY -> Optional.of(new Signal.Wrong());
            case LATENCY_P50, LATENCY_P90, LATENCY_P95, LATENCY_P99 -> Optional.empty();
        };
    }

    public static Optional<Metric> parse(String text) {
        return Arrays.stream(values()).filter(m -> m.text.equals(text)).findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Metric::text).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
