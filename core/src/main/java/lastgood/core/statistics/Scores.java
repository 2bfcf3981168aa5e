package lastgood.core.statistics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// How well predictions fit what came of them.
public final class Scores {
    /// The least chance a double can tell from none beside 1: a score of 0 that was wrong counts as this much.
    private static final double LEAST = Math.ulp(1.0);

    private Scores() {}

    /// The chance that a positive has a higher score than a negative, and half of that of an equal one.
    ///
    /// @param isPositive has both kinds
    public static double auc(boolean[] isPositive, double[] score) {
        int[] order =
                IntStream.range(0, score.length)
                        .boxed()
                        .sorted((i, j) -> Double.compare(score[i], score[j]))
                        .mapToInt(i -> i)
                        .toArray();
        double higher = 0;
        double positives = 0;
        double negatives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            double positive = 0;
            while (to < order.length && score[order[to]] == score[order[from]]) {
                positive += isPositive[order[to++]] ? 1 : 0;
            }
            double negative = to - from - positive;
            higher += positive * (negatives + negative / 2);
            positives += positive;
            negatives += negative;
            from = to;
        }
        return higher / (positives * negatives);
    }

    /// The mean square of score less outcome.
    ///
    /// G. Brier: Verification of forecasts expressed in terms of probability, 1950.
    public static double brier(boolean[] isPositive, double[] score) {
        return mean(score.length, i -> square(score[i] - (isPositive[i] ? 1 : 0)));
    }

    /// The mean of minus the logarithm of the chance that was given to what came; of a chance of 0, that of a double's last
    /// digit.
    public static double logLoss(boolean[] isPositive, double[] score) {
        return mean(
                score.length,
                i -> {
                    double chance = isPositive[i] ? score[i] : 1 - score[i];
                    return -Math.log(chance == 0 ? LEAST : chance);
                });
    }

    /// The expected calibration error: scores in bins of equal width, and in each how far their mean is from the part that
    /// was positive, weighted by how many there are. Shown only: it is never 0 for a calibrated model.
    public static double calibrationError(boolean[] isPositive, double[] score, int bins) {
        double[] off = new double[bins];
        for (int i = 0; i < score.length; i++) {
            int bin = Math.min((int) (score[i] * bins), bins - 1);
            off[bin] += (isPositive[i] ? 1 : 0) - score[i];
        }
        return Arrays.stream(off).map(Math::abs).sum() / score.length;
    }

    public static double rmse(double[] actual, double[] predicted) {
        return Math.sqrt(mean(actual.length, i -> square(actual[i] - predicted[i])));
    }

    public static double mae(double[] actual, double[] predicted) {
        return mean(actual.length, i -> Math.abs(actual[i] - predicted[i]));
    }

    private static double mean(int n, IntToDoubleFunction of) {
        return IntStream.range(0, n).mapToDouble(of).sum() / n;
    }

    private static double square(double value) {
        return value * value;
    }
}
