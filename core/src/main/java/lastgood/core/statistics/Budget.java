package lastgood.core.statistics;

import java.util.Arrays;

/// Many guards, one chance of error.
public final class Budget {
    private Budget() {}

    /// What a guard's evidence has to reach, as a logarithm, if it may spend the part `weight` of alpha. The chance that any
    /// one of them trips although none should is at most alpha, however they depend on each other, if the weights are at
    /// most 1 in all.
    ///
    /// J. Ville: Étude critique de la notion de collectif, 1939.
    public static double threshold(double alpha, double weight) {
        return -Math.log(alpha * weight);
    }

    /// The logarithm of the weighted sum of e-values.
    public static double logSum(double[] logE, double[] weights) {
        double greatest = Arrays.stream(logE).max().orElse(Double.NEGATIVE_INFINITY);
        double sum = 0;
        for (int k = 0; k < logE.length; k++) {
            sum += weights[k] * Math.exp(logE[k] - greatest);
        }
        return greatest + Math.log(sum);
    }

    /// How many guards, the strongest first, can be said to have tripped for a reason of their own: of these, on average at
    /// most the part alpha has none.
    ///
    /// R. Wang, A. Ramdas: False discovery rate control with e-values, 2022.
    public static int rejections(double[] e, double alpha) {
        double[] sorted = e.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        for (int k = n; k > 0; k--) {
            if (k * sorted[n - k] / n >= 1 / alpha) {
                return k;
            }
        }
        return 0;
    }
}
