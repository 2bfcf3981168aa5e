package lastgood.core.guard;

import java.util.List;
import java.util.stream.Stream;

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

    /// A guard trips when its log-evidence reaches this (Ville 1939, and a union bound over the guards).
    public double threshold(Guard guard) {
        return -Math.log(ALPHA * weight(guard));
    }

    /// What must be counted while this set watches.
    public List<Signal> signals() {
        return all().stream().map(Guard::signal).distinct().toList();
    }
}
