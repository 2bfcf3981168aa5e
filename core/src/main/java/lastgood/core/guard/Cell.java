package lastgood.core.guard;

import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/// Independent units of one arm: how many had which loss, 0 (good) to 1 (every row bad).
///
/// Counts are not whole where they stand for key slots or for what is expected.
record Cell(SortedMap<Double, Double> losses) {
    static final Cell EMPTY = new Cell(new TreeMap<>());

    Cell {
        losses = Collections.unmodifiableSortedMap(new TreeMap<>(losses));
    }

    /// Units that are either good or bad.
    static Cell of(double bad, double good) {
        return EMPTY.plus(1, bad).plus(0, good);
    }

    Cell plus(double loss, double count) {
        if (count == 0) {
            return this;
        }
        var more = new TreeMap<>(losses);
        more.merge(loss, count, Double::sum);
        return new Cell(more);
    }

    Cell plus(Cell other) {
        if (other.losses.isEmpty() || losses.isEmpty()) {
            return losses.isEmpty() ? other : this;
        }
        var sum = new TreeMap<>(losses);
        other.losses.forEach((loss, count) -> sum.merge(loss, count, Double::sum));
        return new Cell(sum);
    }

    /// The same losses, with all units together counting for so many.
    Cell weighing(double units) {
        if (units == 0) {
            return EMPTY;
        }
        double each = units / units();
        var fewer = new TreeMap<>(losses);
        fewer.replaceAll((_, count) -> count * each);
        return new Cell(fewer);
    }

    double units() {
        return sum(_ -> 1);
    }

    /// Units with something bad in them.
    double bad() {
        return units() - losses.getOrDefault(0.0, 0.0);
    }

    /// The same units, each either good or bad.
    Cell events() {
        return of(bad(), units() - bad());
    }

    /// The mean loss.
    OptionalDouble rate() {
        double units = units();
        return units == 0 ? OptionalDouble.empty() : OptionalDouble.of(loss() / units);
    }

    /// The sum of all losses.
    double loss() {
        return sum(loss -> loss);
    }

    /// The sum over all units of what a loss is worth. A loop: this is where judging spends its time.
    double sum(DoubleUnaryOperator worth) {
        double sum = 0;
        for (var entry : losses.entrySet()) {
            sum += entry.getValue() * worth.applyAsDouble(entry.getKey());
        }
        return sum;
    }
}
