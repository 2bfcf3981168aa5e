package lastgood.core.guard;

import java.util.Map;
import lastgood.core.statistics.Mixture;

/// Is the candidate's loss above `ratio` times live's and `margin` more, where both answered the same requests?
///
/// What is bet on is one number a pair, the candidate's loss less all that live's allows it. Its mean is at most nothing
/// if the bound is kept, whatever a request does to both of them together: that is why pairs need so few labels. With a
/// ratio of 1 and no margin only pairs count that differ; with any other bound, those that both have wrong, or right,
/// belong to the rates as well, and a test of the others alone would trip candidates that keep it.
///
/// I. Waudby-Smith, A. Ramdas: Estimating means of bounded random variables by betting, 2024; Y. J. Choe, A. Ramdas:
/// Comparing sequential forecasters, 2023.
record PairBet(double ratio, double margin) {

    /// A guard's bet, moved by so much beyond its bound. A fixed limit asks the candidate's half of the pairs alone.
    static Odds weigh(Guard guard, double beyond, Pairs pairs) {
        return switch (guard.bound()) {
            case Bound.Above(var margin) -> new PairBet(1, margin + beyond).weigh(pairs);
            case Bound.Times(var ratio) -> new PairBet(ratio, beyond).weigh(pairs);
            case Bound.Limit _, Bound.Within _ ->
                    new LimitBet(guard.greatest(0) + beyond).weigh(pairs.candidate());
        };
    }

    Odds weigh(Pairs pairs) {
        double[] stakes = Mixture.stakes();
        double[] above = new double[stakes.length];
        double[] below = new double[stakes.length];
        for (int k = 0; k < stakes.length; k++) {
            above[k] = gain(pairs, stakes[k] / most());
            below[k] = gain(pairs, stakes[k] / least());
        }
        return new Odds(Mixture.logMean(above), Mixture.logMean(below));
    }

    /// The most that can be lost on "above": the candidate has all right and live all wrong.
    private double most() {
        return -worth(1, 0);
    }

    /// The same on "below"; it is negative, and so is the stake.
    private double least() {
        return -worth(0, 1);
    }

    private double gain(Pairs pairs, double stake) {
        double sum = 0;
        for (Map.Entry<Pairs.Kind, Long> entry : pairs.units().entrySet()) {
            double rows = entry.getKey().rows();
            double worth = worth(entry.getKey().live() / rows, entry.getKey().candidate() / rows);
            sum += entry.getValue() * Math.log1p(stake * worth);
        }
        return sum;
    }

    private double worth(double live, double candidate) {
        return candidate - ratio * live - margin;
    }
}
