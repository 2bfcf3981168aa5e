package lastgood.core.statistics;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/// Evidence that a rate is above a limit, averaged over all rates above it by a Beta distribution cut off there.
///
/// H. Robbins: Statistical methods related to the law of the iterated logarithm, 1970 (the method of mixtures).
public final class BetaBinomial {
    /// Beyond it the terms of the continued fraction no longer change the sum.
    private static final int MOST_TERMS = 100_000;

    private static final double SMALL = 1e-300;

    private BetaBinomial() {}

    /// @param limit the greatest rate that is allowed, between 0 and 1
    /// @param a and `b` of the Beta distribution before it is cut off
    public static double logE(double bad, double good, double limit, double a, double b) {
        return LogBeta.value(a + bad, b + good)
                - LogBeta.value(a, b)
                + logAbove(limit, a + bad, b + good)
                - logAbove(limit, a, b)
                - bad * Math.log(limit)
                - good * Math.log1p(-limit);
    }

    /// The logarithm of the chance that a Beta variable is above x, also where the chance itself is too small for a double.
    private static double logAbove(double x, double a, double b) {
        double chance = RegularizedBeta.complement(x, a, b);
        return chance > SMALL ? Math.log(chance) : logBelow(1 - x, b, a);
    }

    /// For an x far below the mean. DiDonato and Morris's continued fraction by Lentz's method, the leading factor kept as a
    /// logarithm: A. DiDonato, A. Morris: Significant digit computation of the incomplete beta function ratios, 1992.
    private static double logBelow(double x, double a, double b) {
        double c = 1;
        double d = inverse(1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m <= MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = inverse(1 + even * d);
            c = apart(1 + even / c);
            fraction *= c * d;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = inverse(1 + odd * d);
            c = apart(1 + odd / c);
            double step = c * d;
            fraction *= step;
            if (Math.abs(step - 1) < 1e-16) {
                break;
            }
        }
        return a * Math.log(x)
                + b * Math.log1p(-x)
                - Math.log(a)
                - LogBeta.value(a, b)
                + Math.log(fraction);
    }

    private static double inverse(double denominator) {
        return 1 / apart(denominator);
    }

    private static double apart(double value) {
        return Math.abs(value) < SMALL ? SMALL : value;
    }
}
