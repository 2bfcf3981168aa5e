package lastgood.core.statistics;

import java.util.Arrays;
import org.apache.commons.numbers.core.ArithmeticUtils;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/// Usual tests of whether two samples are of one distribution. Each may be looked at once, at a time fixed beforehand: they
/// are shown and compared with, and nothing decides by them.
public final class TwoSamples {
    /// Of so many pairs the exact chance of [#mannWhitney] is computed without more memory than it is worth.
    public static final int MOST_PAIRS = 2_500;

    private TwoSamples() {}

    /// Whether [#kolmogorovSmirnov] is exact for samples of these sizes: distances are counted in parts of one by the
    /// least common multiple, which has to be an int.
    public static boolean isExactSmirnov(int a, int b) {
        return a > 0 && b > 0 && (long) a / ArithmeticUtils.gcd(a, b) * b <= Integer.MAX_VALUE;
    }

    public static boolean isExactWhitney(int a, int b) {
        return (long) a * b <= MOST_PAIRS;
    }

    /// @param statistic of the test
    /// @param p the chance of one as great or greater if both samples are of one distribution
    public record Test(double statistic, double p) {}

    /// The greatest distance of the two empirical distribution functions, with the exact chance of it.
    public static Test kolmogorovSmirnov(double[] a, double[] b) {
        var result = KolmogorovSmirnovTest.withDefaults().with(PValueMethod.EXACT).test(a, b);
        return new Test(result.getStatistic(), result.getPValue());
    }

    /// The chance alone, as for one sample of the size to which both together are worth.
    public static double kolmogorovSmirnovAsymptotic(double[] a, double[] b) {
        return KolmogorovSmirnovTest.withDefaults()
                .with(PValueMethod.ASYMPTOTIC)
                .test(a, b)
                .getPValue();
    }

    /// How many pairs have the greater value in `a` (an equal one counts half), with the exact two-sided chance.
    ///
    /// @param a without a value that is in both samples, or twice in one; with `b` it has no more than [#MOST_PAIRS] pairs
    public static Test mannWhitney(double[] a, double[] b) {
        var result = MannWhitneyUTest.withDefaults().with(PValueMethod.EXACT).test(a, b);
        return new Test(result.getStatistic(), result.getPValue());
    }

    /// The area between the two empirical distribution functions.
    public static double wasserstein(double[] a, double[] b) {
        double[] x = a.clone();
        double[] y = b.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        double area = 0;
        int i = 0;
        int j = 0;
        double at = Math.min(x[0], y[0]);
        while (i < x.length || j < y.length) {
            double next =
                    Math.min(
                            i < x.length ? x[i] : Double.POSITIVE_INFINITY,
                            j < y.length ? y[j] : Double.POSITIVE_INFINITY);
            area += (next - at) * Math.abs((double) i / x.length - (double) j / y.length);
            at = next;
            while (i < x.length && x[i] == at) {
                i++;
            }
            while (j < y.length && y[j] == at) {
                j++;
            }
        }
        return area;
    }

    /// Pearson's chi-squared of counts beside what was expected, one degree of freedom less than bins.
    public static Test chiSquared(double[] observed, double[] expected) {
        double statistic = 0;
        for (int k = 0; k < observed.length; k++) {
            double off = observed[k] - expected[k];
            statistic += off * off / expected[k];
        }
        return new Test(statistic, beyond(statistic, observed.length - 1));
    }

    /// The same of two samples' counts, beside what both together make expected; without a correction for continuity.
    public static Test chiSquaredOfTwo(double[] a, double[] b) {
        double allA = Arrays.stream(a).sum();
        double allB = Arrays.stream(b).sum();
        double statistic = 0;
        for (int k = 0; k < a.length; k++) {
            double part = (a[k] + b[k]) / (allA + allB);
            statistic += square(a[k] - part * allA) / (part * allA);
            statistic += square(b[k] - part * allB) / (part * allB);
        }
        return new Test(statistic, beyond(statistic, a.length - 1));
    }

    private static double beyond(double statistic, int freedom) {
        return RegularizedGamma.Q.value(freedom / 2.0, statistic / 2);
    }

    private static double square(double value) {
        return value * value;
    }
}
