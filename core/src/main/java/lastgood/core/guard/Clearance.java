package lastgood.core.guard;

import java.util.List;
import lastgood.core.statistics.Mixture;

/// Do the numbers rule out a candidate that is ten points beyond its bound? Only then a step is left.
///
/// "Not tripped" and "the plain rate is inside" do not mean that: one in twenty candidates that far beyond gets past
/// both from fifty requests on, one in eight from thirty on. This is an e-process against "the candidate's mean loss is
/// at least `ratio` times live's and `beyond` more", so at most [#MISSED] of them ever get past it, however often it is
/// looked at and whatever the least number of requests.
///
/// Each bet is on two alike rates, set against the likeliest pair of rates beyond the bound: the projection that makes
/// a likelihood ratio an e-value for all such pairs at once, since they form a convex set (P. Grünwald, R. de Heide,
/// W. Koolen: Safe testing, 2024).
record Clearance(double ratio, double beyond) {
    static final double MISSED = .03;
    static final double POINTS = .10;
    private static final double[] ALIKE = {.003, .01, .03, .06, .12, .25, .45};
    private static final int HALVINGS = 40;

    /// Whether this case is clear for this guard.
    static boolean is(Guard guard, Case seen) {
        return logE(guard, seen) >= -Math.log(MISSED);
    }

    private static double logE(Guard guard, Case seen) {
        double apart = apart(guard, seen);
        return seen.pairs().isEmpty() || Double.isInfinite(apart)
                ? apart
                : Mixture.logMean(Case.ON_PAIRS, paired(guard, seen.pairs().get()), apart);
    }

    private static double apart(Guard guard, Case seen) {
        return switch (guard.bound()) {
            case Bound.Limit _, Bound.Within _ ->
                    new LimitBet(guard.greatest(0) + POINTS).weigh(seen.apart()).kept();
            case Bound.Above(var margin) -> new Clearance(1, margin + POINTS).logE(seen.steps());
            case Bound.Times(var ratio) -> new Clearance(ratio, POINTS).logE(seen.steps());
        };
    }

    private static double paired(Guard guard, Pairs pairs) {
        return PairBet.weigh(guard, POINTS, pairs).kept();
    }

    /// Infinite where no candidate can be so far beyond.
    double logE(List<Step> steps) {
        if (beyond >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        double[] logs = new double[ALIKE.length];
        for (var step : steps) {
            for (int k = 0; k < ALIKE.length; k++) {
                logs[k] += gain(step, ALIKE[k]);
            }
        }
        return Mixture.logMean(logs);
    }

    private double gain(Step step, double alike) {
        boolean isEmpty = step.candidate().units() + step.live().units() == 0;
        if (isEmpty || alike >= ratio * alike + beyond) {
            return 0;
        }
        double live = nearest(step.share(), alike);
        double candidate = ratio * live + beyond;
        return step.candidate().sum(loss -> log(loss, alike, candidate))
                + step.live().sum(loss -> log(loss, alike, live));
    }

    /// A loss between 0 and 1 is worth the straight line between the two.
    private static double log(double loss, double one, double other) {
        return Math.log(loss * one / other + (1 - loss) * (1 - one) / (1 - other));
    }

    /// Live's rate in the pair beyond the bound that two `alike` rates are most easily taken for: the divergence is
    /// convex in it, so its slope has one zero.
    private double nearest(double share, double alike) {
        double low = Math.max(0, -beyond / ratio);
        double high = Math.min(1, (1 - beyond) / ratio);
        for (int i = 0; i < HALVINGS; i++) {
            double live = (low + high) / 2;
            double slope =
                    share * ratio * slope(alike, ratio * live + beyond)
                            + (1 - share) * slope(alike, live);
            if (slope > 0) {
                high = live;
            } else {
                low = live;
            }
        }
        return (low + high) / 2;
    }

    private static double slope(double rate, double taken) {
        return (1 - rate) / (1 - taken) - rate / taken;
    }
}
