package lastgood.core.statistics;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.LogGamma;

/// Evidence that events fall into bins by other chances than was said: of both arms (was the split the one that was asked
/// for?) or of classes.
///
/// M. Lindon, A. Malek: Anytime-valid inference for multinomial count data, 2022.
public final class DirichletMultinomial {
    private DirichletMultinomial() {}

    /// @param counts of each bin
    /// @param chances of each bin if all is well, all above 0, 1 in all
    /// @param prior the alternative's strength in each bin; in proportion to `chances` it expects what is expected
    public static double logE(double[] counts, double[] chances, double[] prior) {
        double log = logChance(counts, prior);
        for (int k = 0; k < counts.length; k++) {
            log -= counts[k] * Math.log(chances[k]);
        }
        return log;
    }

    /// The logarithm of the chance of events in the order in which they came.
    static double logChance(double[] counts, double[] prior) {
        double log = LogGamma.value(sum(prior)) - LogGamma.value(sum(prior) + sum(counts));
        for (int k = 0; k < counts.length; k++) {
            log += LogGamma.value(prior[k] + counts[k]) - LogGamma.value(prior[k]);
        }
        return log;
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
