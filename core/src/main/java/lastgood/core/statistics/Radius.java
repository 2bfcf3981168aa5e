package lastgood.core.statistics;

/// How far an estimate may be from the truth at any time that one looks, with a chance of error of at most alpha over all
/// times. To be shown, not to decide by.
public final class Radius {
    private Radius() {}

    /// Of an empirical distribution function, everywhere at once.
    ///
    /// S. Howard, A. Ramdas: Sequential estimation of quantiles with applications to A/B testing and best-arm
    /// identification, 2022, corollary 2.
    ///
    /// @param n observations, at least 1
    public static double ofDistribution(double n, double alpha) {
        return .85 * Math.sqrt((Math.log(Math.log(Math.E * n)) + .8 * Math.log(1612 / alpha)) / n);
    }

    /// Of a mean, two-sided, if n is not small.
    ///
    /// I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy, A. Ramdas: Time-uniform central limit theory and asymptotic
    /// confidence sequences, 2024.
    ///
    /// @param rho of [#rho]
    public static double ofMean(double n, double variance, double rho, double alpha) {
        double spread = n * rho * rho;
        return Math.sqrt(variance)
                * Math.sqrt(
                        2 * (spread + 1) / (n * spread) * Math.log(Math.sqrt(spread + 1) / alpha));
    }

    /// What makes [#ofMean] tightest after so many observations.
    public static double rho(double alpha, double n) {
        double twice = -2 * Math.log(alpha);
        return Math.sqrt((twice + Math.log(twice) + 1) / n);
    }
}
