package lastgood.core.statistics;

import java.util.Arrays;

/// How far apart two distributions over the same bins are.
public final class Drift {
    private static final double HALF = .5;

    private Drift() {}

    /// A lower confidence bound of the total variation distance to a reference, at any time that one looks.
    ///
    /// @param tv the distance of what was counted
    /// @param regret what not knowing the distribution beforehand costs, as a logarithm
    /// @param radius how far what was counted may be from the truth
    /// @param lcb what the distance is at least: `tv - radius`
    public record Bound(double tv, double regret, double radius, double lcb) {}

    /// Evidence against any one distribution by a mixture of all (Dirichlet with ½ in each bin) keeps the divergence from the
    /// true one within bounds, and by Pinsker the distance. The reference is taken as exact.
    ///
    /// R. Krichevsky, V. Trofimov: The performance of universal encoding, 1981; A. Tsybakov: Introduction to nonparametric
    /// estimation, 2009, lemma 2.5.
    ///
    /// @param counts of each bin; any may be 0, not all
    /// @param reference the chance of each bin
    public static Bound bound(double[] counts, double[] reference, double alpha) {
        double n = Arrays.stream(counts).sum();
        double tv = 0;
        double regret = 0;
        for (int k = 0; k < counts.length; k++) {
            tv += Math.abs(counts[k] / n - reference[k]) / 2;
            regret += counts[k] == 0 ? 0 : counts[k] * Math.log(counts[k] / n);
        }
        double[] prior = new double[counts.length];
        Arrays.fill(prior, HALF);
        regret -= DirichletMultinomial.logChance(counts, prior);
        double radius = Math.sqrt((Math.log(1 / alpha) + regret) / (2 * n));
        return new Bound(tv, regret, radius, tv - radius);
    }

    /// The population stability index of two distributions; infinite where a bin is empty in one alone.
    public static double psi(double[] expected, double[] actual) {
        double sum = 0;
        for (int k = 0; k < expected.length; k++) {
            sum +=
                    expected[k] == actual[k]
                            ? 0
                            : (actual[k] - expected[k]) * Math.log(actual[k] / expected[k]);
        }
        return sum;
    }

    /// The same of counts, with so much more in each bin.
    public static double psi(double[] expectedCounts, double[] actualCounts, double smoothing) {
        return psi(smoothed(expectedCounts, smoothing), smoothed(actualCounts, smoothing));
    }

    private static double[] smoothed(double[] counts, double smoothing) {
        double all = Arrays.stream(counts).sum() + smoothing * counts.length;
        return Arrays.stream(counts).map(count -> (count + smoothing) / all).toArray();
    }

    /// Jensen–Shannon divergence, in nats: 0 for the same, ln 2 for distributions that share no bin.
    ///
    /// J. Lin: Divergence measures based on the Shannon entropy, 1991.
    ///
    /// @param p in proportion to the chances of each bin
    /// @param q likewise
    public static double jensenShannon(double[] p, double[] q) {
        double allP = Arrays.stream(p).sum();
        double allQ = Arrays.stream(q).sum();
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            double one = p[k] / allP;
            double other = q[k] / allQ;
            double middle = (one + other) / 2;
            sum += toMiddle(one, middle) + toMiddle(other, middle);
        }
        return Math.max(0, sum / 2);
    }

    private static double toMiddle(double chance, double middle) {
        return chance == 0 ? 0 : chance * Math.log(chance / middle);
    }

    /// The square root of the same in bits, which is a distance from 0 to 1.
    public static double jensenShannonDistance(double[] p, double[] q) {
        return Math.sqrt(jensenShannon(p, q) / Math.log(2));
    }
}
