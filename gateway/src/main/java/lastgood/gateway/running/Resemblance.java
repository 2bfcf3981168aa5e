package lastgood.gateway.running;

import java.util.List;
import java.util.OptionalDouble;
import lastgood.core.prediction.Prediction;
import lastgood.gateway.recording.ShadowCount.Likeness;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// How much two answers to the same request are alike, as far as they can be compared: releases of different kinds may
/// say what they predict in different ways.
final class Resemblance {
    private Resemblance() {}

    /// @param one how the first says what it predicts
    /// @param other how the second does
    static Likeness of(
            PredictedValue one, List<Tensor> outputs, PredictedValue other, List<Tensor> others) {
        var mine = outputs.get(one.output());
        var theirs = others.get(other.output());
        if (mine.rows() != theirs.rows()) {
            return Likeness.UNKNOWN;
        }
        var values = one.read(outputs);
        var otherValues = other.read(others);
        long rows = 0;
        long same = 0;
        long scored = 0;
        double shift = 0;
        double most = 0;
        for (int row = 0; row < Math.min(values.size(), Prediction.MOST_ROWS); row++) {
            if (one.isClass(mine) && other.isClass(theirs)) {
                rows++;
                same += values.get(row).sameAs(otherValues.get(row)) ? 1 : 0;
            }
            var differ = differ(mine, theirs, row);
            if (differ.isPresent()) {
                scored++;
                shift += differ.getAsDouble();
                most = Math.max(most, differ.getAsDouble());
            }
        }
        return new Likeness(rows, same, scored, shift, most);
    }

    /// By how much the scores of a row differ, of several the one that differs most; empty: they are no scores, or not of
    /// the same things.
    private static OptionalDouble differ(Tensor one, Tensor other, int row) {
        if (!isReal(one) || !isReal(other) || one.rowSize() != other.rowSize()) {
            return OptionalDouble.empty();
        }
        double most = 0;
        int size = one.rowSize();
        for (int i = row * size; i < (row + 1) * size; i++) {
            most = Math.max(most, Math.abs(one.values().real(i) - other.values().real(i)));
        }
        return OptionalDouble.of(most);
    }

    private static boolean isReal(Tensor tensor) {
        return tensor.values() instanceof Values.Floats
                || tensor.values() instanceof Values.Doubles;
    }
}
