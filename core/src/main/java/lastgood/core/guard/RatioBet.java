package lastgood.core.guard;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Is the candidate's rate of bad events more than `ratio` times live's? Two arms side by side.
///
/// Only bad events are looked at. While a step gives the candidate the share w of requests at random, a bad event is
/// the candidate's with odds of at most w·ratio : (1 - w) if the bound is kept, whatever happens to both arms together:
/// an incident, a bad hour or a drift cancel out. Each alternative multiplies these odds by a factor.
///
/// M. Lindon, A. Malek: Anytime-valid inference for multinomial count data, 2022; A. Wald: Sequential tests of
/// statistical hypotheses, 1945.
record RatioBet(double ratio) implements Case.Beside {

    @Override
    public Odds weigh(List<Step> first, List<Step> untilBad) {
        return weigh(first).against(weigh(untilBad));
    }

    Odds weigh(List<Step> steps) {
        return new Odds(logE(steps, worse -> worse), logE(steps, worse -> 1 / worse));
    }

    private double logE(List<Step> steps, DoubleUnaryOperator alternative) {
        double[] factors = Mixture.worse();
        double[] logs = new double[factors.length];
        for (int k = 0; k < factors.length; k++) {
            double factor = alternative.applyAsDouble(factors[k]);
            for (var step : steps) {
                logs[k] += gain(step, factor);
            }
        }
        return Mixture.logMean(logs);
    }

    private double gain(Step step, double factor) {
        double odds = step.share() * ratio / (1 - step.share());
        double either = Math.log1p(odds) - Math.log1p(odds * factor);
        double bad = step.candidate().bad();
        return bad * Math.log(factor) + (bad + step.live().bad()) * either;
    }
}
