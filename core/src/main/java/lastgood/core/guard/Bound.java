package lastgood.core.guard;

import java.time.Duration;

/// What a guard compares its metric with.
public sealed interface Bound {
    /// A fixed rate, 0..1.
    record Limit(double rate) implements Bound {}

    /// A fixed time; the metric's percentile may not exceed it.
    record Within(Duration limit) implements Bound {}

    /// Live's rate and an absolute margin, as a fraction: `baseline + 2pp` is 0.02.
    record Above(double margin) implements Bound {}

    /// Live's rate times a ratio.
    record Times(double ratio) implements Bound {}

    default boolean needsBaseline() {
        return this instanceof Above || this instanceof Times;
    }
}
