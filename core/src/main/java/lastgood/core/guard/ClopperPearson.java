package lastgood.core.guard;

/// The exact upper confidence limit of a rate: above it, so few bad ones of n would be rarer than `alpha`.
///
/// C. Clopper, E. Pearson: The use of confidence or fiducial limits illustrated in the case of the binomial, 1934.
final class ClopperPearson {
    private static final int HALVINGS = 60;

    private ClopperPearson() {}

    static double upper(long bad, long n, double alpha) {
        if (bad >= n) {
            return 1;
        }
        double low = (double) bad / n;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (logAtMost(bad, n, middle) > Math.log(alpha)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// The logarithm of the chance of at most `bad` of n: the terms fall off downwards from the last, since the rate is
    /// not below bad / n.
    private static double logAtMost(long bad, long n, double rate) {
        double term = 1;
        double sum = 1;
        for (long i = bad; i > 0 && term > sum * 1e-17; i--) {
            term *= i / (n - i + 1.0) * (1 - rate) / rate;
            sum += term;
        }
        return logChoose(n, bad)
                + bad * Math.log(rate)
                + (n - bad) * Math.log1p(-rate)
                + Math.log(sum);
    }

    private static double logChoose(long n, long k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /// Stirling's series, exact to the last digits from 16 on.
    private static double logFactorial(long n) {
        if (n < 16) {
            double product = 1;
            for (long i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = n;
        double series = 1 / (12 * x) - 1 / (360 * x * x * x) + 1 / (1260 * Math.pow(x, 5));
        return x * Math.log(x) - x + .5 * Math.log(2 * Math.PI * x) + series;
    }
}
