package lastgood.core.guard;

import java.util.Arrays;
import java.util.List;
import lastgood.core.statistics.Mixture;
import lastgood.core.statistics.RatioTest;
import lastgood.core.statistics.RatioTest.Stage;

/// Is the candidate's rate of bad events more than `ratio` times live's? Two arms side by side, by their bad events alone.
record RatioBet(double ratio) implements Case.Beside {

    @Override
    public Odds weigh(List<Step> first, List<Step> untilBad) {
        return weigh(first).against(weigh(untilBad));
    }

    Odds weigh(List<Step> steps) {
        var stages =
                steps.stream()
                        .map(s -> new Stage(s.share(), s.candidate().bad(), s.live().bad()))
                        .toList();
        double[] worse = Mixture.worse();
        double[] better = Arrays.stream(worse).map(factor -> 1 / factor).toArray();
        return new Odds(
                RatioTest.logE(stages, ratio, worse), RatioTest.logE(stages, ratio, better));
    }
}
