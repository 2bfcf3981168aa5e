package lastgood.core.guard;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Is the candidate's mean loss more than `margin` above live's? Two arms side by side.
///
/// A unit's loss, divided by the chance that it went to its arm and with a minus for live, has the difference of the
/// two means as its mean, whatever happens to both arms together. The test bets on that mean being above the margin,
/// with seven stakes from timid to bold.
///
/// I. Waudby-Smith, A. Ramdas: Estimating means of bounded random variables by betting, 2024; I. Waudby-Smith, L. Wu,
/// A. Ramdas, N. Karampatziakis, P. Mineiro: Anytime-valid off-policy inference, 2024.
record MarginTest(double margin) {
    private static final double[] STAKES = {.01, .02, .05, .1, .2, .4, .8};

    Odds weigh(List<Step> steps) {
        return new Odds(logE(steps, this::most), logE(steps, this::least));
    }

    /// The whole of what can be staked on "above": no loss of live's may cost more.
    private double most(double share) {
        return 1 / (1 / (1 - share) + margin);
    }

    /// The same on "below", against a loss of the candidate's; below is negative.
    private double least(double share) {
        return -1 / (1 / share - margin);
    }

    private double logE(List<Step> steps, DoubleUnaryOperator whole) {
        double[] logs = new double[STAKES.length];
        for (int k = 0; k < STAKES.length; k++) {
            for (var step : steps) {
                logs[k] += gain(step, STAKES[k] * whole.applyAsDouble(step.share()));
            }
        }
        return Mixture.logMean(logs);
    }

    private double gain(Step step, double stake) {
        double w = step.share();
        return step.candidate().sum(loss -> Math.log1p(stake * (loss / w - margin)))
                + step.live().sum(loss -> Math.log1p(stake * (-loss / (1 - w) - margin)));
    }
}
