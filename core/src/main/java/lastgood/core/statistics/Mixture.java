package lastgood.core.statistics;

/// Averages of e-values, by their natural logarithms: the average of e-processes is an e-process again, so a guard may
/// bet on several alternatives at once and need not know which is true. Never the greatest of them: that is none.
public final class Mixture {
    /// How many times worse than allowed a rate may be: the alternatives every rate test bets on, with equal stakes.
    private static final double[] WORSE = {
        1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8, 12, 20, 40
    };

    /// The parts of all one has that are staked on a mean being above another, from timid to bold, with equal money.
    private static final double[] STAKES = {.01, .02, .05, .1, .2, .4, .8};

    private Mixture() {}

    public static double[] worse() {
        return WORSE.clone();
    }

    public static double[] stakes() {
        return STAKES.clone();
    }

    public static double logMean(double[] logs) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            greatest = Math.max(greatest, log);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - greatest);
        }
        return greatest + Math.log(sum / logs.length);
    }

    /// The average of two, the first with `weight` and the second with the rest.
    public static double logMean(double weight, double first, double second) {
        double greatest = Math.max(first, second);
        return greatest
                + Math.log(
                        weight * Math.exp(first - greatest)
                                + (1 - weight) * Math.exp(second - greatest));
    }
}
