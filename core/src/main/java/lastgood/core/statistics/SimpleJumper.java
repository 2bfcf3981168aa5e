package lastgood.core.statistics;

import java.util.Arrays;

/// Evidence that what comes is not exchangeable, from the p-values of a conformal predictor: a small capital is bet on each
/// of some directions, and a part of it jumps between them.
///
/// V. Vovk, I. Petej, I. Nouretdinov, E. Ahlberg, L. Carlsson, A. Gammerman: Retrain or not retrain: conformal test martingales
/// for change-point detection, 2021.
public final class SimpleJumper {
    private SimpleJumper() {}

    /// The logarithm of the capital after each p-value.
    ///
    /// @param p values, 0 to 1
    /// @param jumping the part of each capital that is spread evenly at every step
    /// @param directions slopes of the bets, -2 to 2
    public static double[] path(double[] p, double jumping, double[] directions) {
        int n = directions.length;
        double[] capitals = new double[n];
        Arrays.fill(capitals, 1.0 / n);
        double[] path = new double[p.length];
        double scale = 0;
        for (int i = 0; i < p.length; i++) {
            double total = 0;
            for (double capital : capitals) {
                total += capital;
            }
            double after = 0;
            for (int k = 0; k < n; k++) {
                capitals[k] =
                        ((1 - jumping) * capitals[k] + jumping * total / n)
                                * (1 + directions[k] * (p[i] - .5));
                after += capitals[k];
            }
            // Kept near 1, so that no run is too long for a double.
            for (int k = 0; k < n; k++) {
                capitals[k] /= after;
            }
            scale += Math.log(after);
            path[i] = scale;
        }
        return path;
    }
}
