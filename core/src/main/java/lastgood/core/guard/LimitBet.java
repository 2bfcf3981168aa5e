package lastgood.core.guard;

import java.util.function.DoubleUnaryOperator;
import lastgood.core.statistics.Mixture;

/// Is the mean loss of one arm above `limit`? Nothing to compare with is needed.
///
/// For units that are good or bad each alternative rate is a likelihood ratio; a loss between 0 and 1 is worth the
/// straight line between the two, which has a mean of at most 1 for any units whose mean is within the limit, however
/// they depend on each other.
///
/// A. Wald: Sequential tests of statistical hypotheses, 1945; I. Waudby-Smith, A. Ramdas: Estimating means of bounded
/// random variables by betting, 2024.
record LimitBet(double limit) {
    /// Stands for "never": a limit of 0 would make a single bad unit prove everything.
    private static final double LEAST = 1e-6;

    private static final double GREATEST = .999;

    LimitBet {
        limit = Math.clamp(limit, LEAST, GREATEST);
    }

    Odds weigh(Cell first, Cell untilBad) {
        return weigh(first).against(weigh(untilBad));
    }

    Odds weigh(Cell cell) {
        return new Odds(
                logE(cell, worse -> Math.min(GREATEST, limit * worse)),
                logE(cell, worse -> limit / worse));
    }

    private double logE(Cell cell, DoubleUnaryOperator alternative) {
        double[] factors = Mixture.worse();
        double[] logs = new double[factors.length];
        for (int k = 0; k < factors.length; k++) {
            double rate = alternative.applyAsDouble(factors[k]);
            double bad = rate / limit;
            double good = (1 - rate) / (1 - limit);
            logs[k] = cell.sum(loss -> Math.log(loss * bad + (1 - loss) * good));
        }
        return Mixture.logMean(logs);
    }
}
