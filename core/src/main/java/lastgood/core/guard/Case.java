package lastgood.core.guard;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One guard's numbers, sorted for its test.
///
/// @param candidate its units in all steps and the bake
/// @param steps both arms side by side; none where nothing is compared
/// @param bad the candidate's bad units as the test counts them
/// @param ceiling what live was frozen at, after promotion
record Case(Cell candidate, List<Step> steps, double bad, Optional<Ceiling> ceiling, Odds odds) {
    /// The part of the bet that is on the steps; the rest is on the bake.
    private static final double ON_STEPS = .75;

    static Case of(Guard guard, Situation situation, Tally tally) {
        return switch (guard.bound()) {
            case Bound.Limit(var rate) -> alone(situation, tally, rate);
            case Bound.Within _ -> alone(situation, tally, guard.metric().tail());
            case Bound.Above(var margin) -> {
                var steps = Units.beside(tally, situation.shares());
                var odds = new MarginBet(margin).weigh(steps);
                yield beside(steps, bake(situation, tally), odds, situation.ceiling(guard));
            }
            case Bound.Times(var ratio) -> {
                var steps =
                        Units.beside(tally, situation.shares()).stream().map(Step::events).toList();
                var events = Units.badEvents(tally, situation.shares());
                var bake = bake(situation, tally).events();
                var odds = new RatioBet(ratio).weigh(events);
                yield beside(steps, bake, odds, situation.ceiling(guard))
                        .counting(candidate(events).units() + bake.bad());
            }
        };
    }

    /// What a guard would make of one step, before any bake.
    static Odds inOneStep(Guard guard, Step step) {
        var steps = List.of(step);
        return switch (guard.bound()) {
            case Bound.Limit(var rate) -> new LimitBet(rate).weigh(step.candidate());
            case Bound.Within _ -> new LimitBet(guard.metric().tail()).weigh(step.candidate());
            case Bound.Above(var margin) ->
                    new MarginBet(margin).weigh(steps).mix(ON_STEPS, Odds.EVEN);
            case Bound.Times(var ratio) ->
                    new RatioBet(ratio).weigh(steps).mix(ON_STEPS, Odds.EVEN);
        };
    }

    private static Case alone(Situation situation, Tally tally, double limit) {
        var cell = Units.alone(tally, 0, situation.bake());
        return new Case(
                cell, List.of(), cell.bad(), Optional.empty(), new LimitBet(limit).weigh(cell));
    }

    /// One test from the first step to the end of the bake: the average, from the start, of the steps' test and the
    /// bake's, which stands at 1 until there is a bake.
    private static Case beside(
            List<Step> steps, Cell bake, Odds inSteps, Optional<Ceiling> ceiling) {
        var inBake = ceiling.map(c -> new LimitBet(c.limit()).weigh(bake)).orElse(Odds.EVEN);
        var candidate = candidate(steps).plus(bake);
        return new Case(candidate, steps, candidate.bad(), ceiling, inSteps.mix(ON_STEPS, inBake));
    }

    private static Cell bake(Situation situation, Tally tally) {
        return Units.alone(tally, situation.bake(), situation.bake());
    }

    private static Cell candidate(List<Step> steps) {
        return steps.stream().map(Step::candidate).reduce(Cell.EMPTY, Cell::plus);
    }

    private Case counting(double bad) {
        return new Case(candidate, steps, bad, ceiling, odds);
    }

    Cell live() {
        return steps.stream().map(Step::live).reduce(Cell.EMPTY, Cell::plus);
    }

    /// What the candidate is compared with: live's rate, or what it was frozen at.
    OptionalDouble baseline() {
        return ceiling.map(c -> OptionalDouble.of(c.upper())).orElseGet(() -> live().rate());
    }

    /// The greatest rate of the candidate that is inside; empty while nobody knows what live's is.
    OptionalDouble bound(Guard guard) {
        if (!guard.bound().needsBaseline()) {
            return OptionalDouble.of(guard.greatest(0));
        }
        if (ceiling.isPresent()) {
            return OptionalDouble.of(ceiling.get().limit());
        }
        var rate = live().rate();
        return rate.isEmpty()
                ? rate
                : OptionalDouble.of(Math.min(1, guard.greatest(rate.getAsDouble())));
    }
}
