package lastgood.core.guard;

import java.util.List;

/// Is the candidate's mean loss more than `margin` above live's? Two arms side by side.
///
/// A unit's loss, divided by the chance that it went to its arm and with a minus for live, has the difference of the
/// two means as its mean, whatever happens to both arms together. The test bets on that mean being above the margin,
/// with seven stakes from timid to bold. Half of the money bets on losses less a tenth, which leaves the mean as it is
/// and calms what is bet on where a tenth or more is bad; but then a good request tells its side, so this half is for
/// first requests only.
///
/// I. Waudby-Smith, A. Ramdas: Estimating means of bounded random variables by betting, 2024; I. Waudby-Smith, L. Wu,
/// A. Ramdas, N. Karampatziakis, P. Mineiro: Anytime-valid off-policy inference, 2024.
record MarginBet(double margin) implements Case.Beside {
    private static final double CALM = .1;

    @Override
    public Odds weigh(List<Step> first, List<Step> untilBad) {
        var calm = weigh(first, CALM);
        return new Odds(calm.broken(), calm.mix(.5, weigh(first, 0)).kept())
                .against(weigh(untilBad, 0));
    }

    /// @param calm is taken from every loss
    Odds weigh(List<Step> steps, double calm) {
        double[] stakes = Mixture.stakes();
        double[] above = new double[stakes.length];
        double[] below = new double[stakes.length];
        for (var step : steps) {
            var bet = new Bet(step, margin, Math.min(calm, step.share()));
            for (int k = 0; k < stakes.length; k++) {
                above[k] += bet.gain(stakes[k] / bet.most());
                below[k] += bet.gain(stakes[k] / bet.least());
            }
        }
        return new Odds(Mixture.logMean(above), Mixture.logMean(below));
    }

    /// What is bet on in one step: a unit's worth, above or below nothing.
    private record Bet(Step step, double margin, double calm) {
        double gain(double stake) {
            return step.candidate().sum(loss -> Math.log1p(stake * candidate(loss)))
                    + step.live().sum(loss -> Math.log1p(stake * live(loss)));
        }

        /// The most that can be lost on "above": a stake of its inverse is all one has.
        double most() {
            return -Math.min(candidate(0), live(1));
        }

        /// The same on "below"; it is negative, and so is the stake.
        double least() {
            return -Math.max(candidate(1), live(0));
        }

        private double candidate(double loss) {
            return (loss - calm) / step.share() - margin;
        }

        private double live(double loss) {
            return (calm - loss) / (1 - step.share()) - margin;
        }
    }
}
