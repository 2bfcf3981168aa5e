package lastgood.core.guard;

import java.util.List;
import lastgood.core.statistics.MeanBet;
import lastgood.core.statistics.Mixture;

/// Is the candidate's mean loss more than `margin` above live's? Two arms side by side.
///
/// Each unit is worth what [MeanBet] says, and the test bets on that with seven stakes from timid to bold. Half of the
/// money bets on losses less a tenth, which leaves the mean as it is and calms what is bet on where a tenth or more is
/// bad; but then a good request tells its side, so this half is for first requests only.
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
            var bet = new MeanBet(step.share(), margin, Math.min(calm, step.share()));
            for (int k = 0; k < stakes.length; k++) {
                above[k] += gain(bet, step, stakes[k] / bet.most());
                below[k] += gain(bet, step, stakes[k] / bet.least());
            }
        }
        return new Odds(Mixture.logMean(above), Mixture.logMean(below));
    }

    private static double gain(MeanBet bet, Step step, double stake) {
        return step.candidate().sum(loss -> Math.log1p(stake * bet.candidate(loss)))
                + step.live().sum(loss -> Math.log1p(stake * bet.live(loss)));
    }
}
