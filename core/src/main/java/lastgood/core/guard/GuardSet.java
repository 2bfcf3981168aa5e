package lastgood.core.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lastgood.core.statistics.Budget;

/// The guards of one rollout, frozen when it starts, and how they share its error budget.
///
/// @param lines those that were declared; the hard limit is always on beside them
public record GuardSet(List<Guard> lines) {
    /// The chance that a rollout of an equal release is ever rolled back by a guard, bake included.
    public static final double ALPHA = 0.01;

    public GuardSet {
        lines = List.copyOf(lines);
        if (lines.stream().map(Guard::name).distinct().count() < lines.size()) {
            throw new IllegalArgumentException(
                    "two guards of one name: " + lines.stream().map(Guard::name).toList());
        }
    }

    /// `guards: standard`, and what holds where a service declares none.
    ///
    /// @param hasColumns whether the schema says what values its columns may hold
    public static GuardSet standard(boolean hasColumns) {
        var lines = new ArrayList<Guard>();
        lines.add(line(Metric.HTTP_ERROR_RATE, new Bound.Times(1.25)));
        lines.add(line(Metric.QUALITY_ERROR_RATE, new Bound.Times(1.05)));
        if (hasColumns) {
            lines.add(line(Metric.FEATURES_INVALID, new Bound.Limit(.001)));
        }
        return new GuardSet(lines);
    }

    /// All that can trip, the hard limit first.
    public List<Guard> all() {
        return Stream.concat(Stream.of(Guard.HARD_LIMIT), lines.stream()).toList();
    }

    /// A guard's part of [#ALPHA]: its family's weight, split equally in the family, scaled so that all parts
    /// sum to 1.
    public double weight(Guard guard) {
        double present =
                all().stream()
                        .map(Guard::family)
                        .distinct()
                        .mapToDouble(Metric.Family::weight)
                        .sum();
        long siblings = all().stream().filter(g -> g.family() == guard.family()).count();
        return guard.family().weight() / siblings / present;
    }

    /// A guard trips when its log-evidence reaches this.
    public double threshold(Guard guard) {
        return Budget.threshold(ALPHA, weight(guard));
    }

    /// What must be counted while this set watches.
    public List<Signal> signals() {
        return all().stream().map(Guard::signal).distinct().toList();
    }

    private static Guard line(Metric metric, Bound bound) {
        var unnamed = new Guard("", metric, bound, false, Guard.MIN_SAMPLES, false);
        return new Guard(unnamed.line(), metric, bound, false, Guard.MIN_SAMPLES, false);
    }
}
