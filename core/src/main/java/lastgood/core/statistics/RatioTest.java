package lastgood.core.statistics;

import java.util.List;

/// Evidence that one arm's rate of bad events is more than so many times the other's, by the bad events alone.
///
/// While the candidate gets the share w of requests at random, a bad event is the candidate's with odds of at most
/// w·ratio : (1 - w) if its rate is at most `ratio` times live's, whatever happens to both arms together: an incident, a bad
/// hour or a drift cancel out. Each alternative multiplies these odds by a factor.
///
/// M. Lindon, A. Malek: Anytime-valid inference for multinomial count data, 2022; A. Wald: Sequential tests of
/// statistical hypotheses, 1945.
public final class RatioTest {
    private RatioTest() {}

    /// Bad events of both arms while the share did not change.
    ///
    /// @param share of the candidate, between 0 and 1, both excluded
    public record Stage(double share, double candidateBad, double liveBad) {
        private double gain(double ratio, double factor) {
            double odds = share * ratio / (1 - share);
            double either = Math.log1p(odds) - Math.log1p(odds * factor);
            return candidateBad * Math.log(factor) + (candidateBad + liveBad) * either;
        }
    }

    /// The logarithm of the average e-value of all alternatives.
    ///
    /// @param factors by which each alternative multiplies the odds
    public static double logE(List<Stage> stages, double ratio, double[] factors) {
        double[] logs = new double[factors.length];
        for (int k = 0; k < factors.length; k++) {
            for (var stage : stages) {
                logs[k] += stage.gain(ratio, factors[k]);
            }
        }
        return Mixture.logMean(logs);
    }
}
