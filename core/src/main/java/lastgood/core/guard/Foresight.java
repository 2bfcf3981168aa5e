package lastgood.core.guard;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/// What a step of a rollout can see, told before it starts by the tests themselves: they are fed what a worse candidate
/// would give on average.
///
/// @param share the candidate's in this step
/// @param requests of both arms while the step lasts; empty: unknown
/// @param rates live's, where they were observed; elsewhere [#assumed] holds
public record Foresight(double share, OptionalLong requests, Map<Signal, Double> rates) {
    private static final double[] FACTORS = {2, 4};

    /// Beyond this nobody waits.
    private static final long MOST_UNITS = 1L << 40;

    private static final double GREATEST_RATE = .999;

    public Foresight {
        rates = Map.copyOf(rates);
    }

    /// What is taken for live's rate where none was observed.
    public static double assumed(Signal signal) {
        return switch (signal) {
            case Signal.Errors(), Signal.OwnErrors() -> .005;
            case Signal.Invalid() -> .001;
            case Signal.Slow _ -> .01;
            case Signal.Wrong() -> .05;
        };
    }

    /// For each guard of the set but the hard limit, a sight at twice and at four times the rate, in a rollout without a
    /// shadow.
    public List<Sight> sights(GuardSet set) {
        return sights(set, false);
    }

    /// @param shadow whether the rollout has one: part of the bet of guards that need labels is then on its pairs
    public List<Sight> sights(GuardSet set, boolean shadow) {
        return set.lines().stream()
                .flatMap(guard ->
                        DoubleStream.of(FACTORS)
                                .mapToObj(f -> sight(guard, threshold(set, guard, shadow), f)))
                .toList();
    }

    /// How many units it takes where every answer of the candidate is bad; empty: even that is inside the bound.
    public OptionalLong neededAtWorst(GuardSet set, Guard guard) {
        return needed(guard, set.threshold(guard), rate(guard), GREATEST_RATE);
    }

    private static double threshold(GuardSet set, Guard guard, boolean shadow) {
        double whole = set.threshold(guard);
        return shadow && Situation.needsLabels(guard) ? whole - Math.log(1 - Case.ON_PAIRS) : whole;
    }

    private Sight sight(Guard guard, double threshold, double factor) {
        double rate = rate(guard);
        double worse = Math.min(GREATEST_RATE, rate * factor);
        var needed = needed(guard, threshold, rate, worse);
        var expected =
                requests.isPresent()
                        ? OptionalLong.of((long) (requests.getAsLong() * share))
                        : requests;
        return new Sight(guard, factor, rate, needed, expected);
    }

    /// Live's rate of what a guard counts, or the limit that stands in its place.
    public double rate(Guard guard) {
        return guard.bound().needsBaseline()
                ? rates.getOrDefault(guard.signal(), assumed(guard.signal()))
                : guard.greatest(0);
    }

    /// The least number of candidate units at which the expected evidence trips: found by doubling, then by halving.
    private OptionalLong needed(Guard guard, double threshold, double rate, double worse) {
        if (worse <= guard.greatest(rate) || (share == 1 && guard.bound().needsBaseline())) {
            return OptionalLong.empty();
        }
        long enough = Judge.LEAST_UNITS;
        while (evidence(guard, enough, rate, worse) < threshold) {
            enough *= 2;
            if (enough > MOST_UNITS) {
                return OptionalLong.empty();
            }
        }
        long few = enough / 2;
        while (enough - few > 1) {
            long middle = (few + enough) / 2;
            if (evidence(guard, middle, rate, worse) < threshold) {
                few = middle;
            } else {
                enough = middle;
            }
        }
        long least = Math.max(Judge.LEAST_UNITS, (long) Math.ceil(Judge.LEAST_BAD / worse));
        return OptionalLong.of(Math.max(least, enough));
    }

    private double evidence(Guard guard, long units, double rate, double worse) {
        double beside = units * (1 - share) / share;
        var step =
                new Step(
                        share,
                        Cell.of(units * worse, units * (1 - worse)),
                        Cell.of(beside * rate, beside * (1 - rate)));
        return Case.inOneStep(guard, step).broken();
    }
}
