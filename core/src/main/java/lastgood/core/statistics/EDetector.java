package lastgood.core.statistics;

/// Evidence that a rate has become another at some time that nobody knows: for the watch that never ends.
///
/// The average run to a false alarm at A is at least A observations, for both kinds.
///
/// J. Shin, A. Ramdas, A. Rinaldo: E-detectors: a nonparametric framework for sequential change detection, 2024.
public final class EDetector {
    private EDetector() {}

    /// How one observation's likelihood ratio joins all before it.
    public enum Kind {
        /// Shiryaev–Roberts: the sum of the evidence from every start there may have been.
        SR,
        /// The greatest of them.
        CUSUM;

        /// @param log of all so far; negative infinity before the first
        double then(double log, double logRatio) {
            return logRatio
                    + switch (this) {
                        case SR ->
                                log > 0
                                        ? log + Math.log1p(Math.exp(-log))
                                        : Math.log1p(Math.exp(log));
                        case CUSUM -> Math.max(log, 0);
                    };
        }
    }

    /// The logarithm of the evidence after each observation.
    ///
    /// @param bad what was observed
    /// @param usual the rate of bad ones before the change, between 0 and 1
    /// @param changed the rate after it
    public static double[] path(boolean[] bad, double usual, double changed, Kind kind) {
        double[] path = new double[bad.length];
        double log = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bad.length; i++) {
            double ratio =
                    bad[i]
                            ? Math.log(changed) - Math.log(usual)
                            : Math.log1p(-changed) - Math.log1p(-usual);
            log = kind.then(log, ratio);
            path[i] = log;
        }
        return path;
    }
}
