package lastgood.core.guard;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import lastgood.core.prediction.Arm;

/// One guard's numbers, sorted for its bet.
///
/// @param apart the candidate's units in all steps and the bake, but for pairs
/// @param steps both arms side by side; none where nothing is compared
/// @param pairs that are labelled; empty: the rollout can have none, or none that this guard looks at
/// @param bad the candidate's bad units, first requests or not
/// @param ceiling what live was frozen at, after promotion
record Case(
        Cell apart,
        List<Step> steps,
        Optional<Pairs> pairs,
        double bad,
        Optional<Ceiling> ceiling,
        Odds odds) {
    /// The part of the bet that is on the steps; the rest is on the bake.
    private static final double ON_STEPS = .75;

    /// The part of a bet that is on pairs, where there may be some; the rest is on everything else. An average and no
    /// product: it holds whatever the requests of a key in shadow have to do with those that it sent later.
    static final double ON_PAIRS = .5;

    /// A bet on both arms side by side.
    interface Beside {
        Odds weigh(List<Step> first, List<Step> untilBad);
    }

    /// @param pairs of the rollout's shadow; looked at by the guards that need labels
    static Case of(Guard guard, Situation situation, Tally tally, Pairs pairs) {
        var unpaired = unpaired(guard, situation, tally);
        return situation.hasPairs(guard) ? unpaired.with(guard, pairs) : unpaired;
    }

    private static Case unpaired(Guard guard, Situation situation, Tally tally) {
        return switch (guard.bound()) {
            case Bound.Limit _, Bound.Within _ ->
                    alone(guard, situation.bake(), tally, Arm.CANDIDATE);
            case Bound.Above(var margin) ->
                    beside(guard, situation, tally, cell -> cell, new MarginBet(margin));
            case Bound.Times(var ratio) ->
                    beside(guard, situation, tally, Cell::events, new RatioBet(ratio));
        };
    }

    /// Live in the candidate's place, against the same limit.
    static Case ofLive(Guard guard, Situation situation, Tally tally, Pairs pairs) {
        var unpaired = alone(guard, situation.bake(), tally, Arm.LIVE);
        return situation.hasPairs(guard) ? unpaired.with(guard, pairs.reversed()) : unpaired;
    }

    private Case with(Guard guard, Pairs more) {
        boolean whole = guard.bound() instanceof Bound.Times;
        var shown = whole ? more.events() : more;
        return new Case(
                apart,
                steps,
                Optional.of(shown),
                bad + shown.candidate().bad(),
                ceiling,
                PairBet.weigh(guard, 0, shown).mix(ON_PAIRS, odds));
    }

    /// What a guard would make of one step, before any bake.
    static Odds inOneStep(Guard guard, Step step) {
        return switch (guard.bound()) {
            case Bound.Limit _, Bound.Within _ ->
                    new LimitBet(guard.greatest(0)).weigh(step.candidate());
            case Bound.Above(var margin) -> inOneStep(new MarginBet(margin), step);
            case Bound.Times(var ratio) -> inOneStep(new RatioBet(ratio), step);
        };
    }

    private static Odds inOneStep(Beside bet, Step step) {
        return bet.weigh(List.of(step), List.of(step)).mix(ON_STEPS, Odds.EVEN);
    }

    private static Case alone(Guard guard, int bake, Tally tally, Arm arm) {
        var first = Units.firstAlone(tally, arm, 0, bake);
        var untilBad = Units.untilBadAlone(tally, arm, 0, bake);
        var odds = new LimitBet(guard.greatest(0)).weigh(first, untilBad);
        return new Case(first, List.of(), Optional.empty(), untilBad.bad(), Optional.empty(), odds);
    }

    /// One bet from the first step to the end of the bake: the average, from the start, of the steps' bet and the
    /// bake's, which stands at 1 until there is a bake.
    private static Case beside(
            Guard guard, Situation situation, Tally tally, UnaryOperator<Cell> each, Beside bet) {
        var first =
                Units.first(tally, situation.chances()).stream().map(s -> s.each(each)).toList();
        var untilBad = Units.untilBad(tally, situation.chances());
        var bake =
                each.apply(
                        Units.firstAlone(tally, Arm.CANDIDATE, situation.bake(), situation.bake()));
        var bakeUntilBad =
                each.apply(
                        Units.untilBadAlone(
                                tally, Arm.CANDIDATE, situation.bake(), situation.bake()));
        var ceiling = situation.ceiling(guard);
        var inBake =
                ceiling.map(c -> new LimitBet(c.limit()).weigh(bake, bakeUntilBad))
                        .orElse(Odds.EVEN);
        return new Case(
                candidate(first).plus(bake),
                first,
                Optional.empty(),
                candidate(untilBad).bad() + bakeUntilBad.bad(),
                ceiling,
                bet.weigh(first, untilBad).mix(ON_STEPS, inBake));
    }

    private static Cell candidate(List<Step> steps) {
        return steps.stream().map(Step::candidate).reduce(Cell.EMPTY, Cell::plus);
    }

    /// All of the candidate's units.
    Cell candidate() {
        return pairs.map(p -> apart.plus(p.candidate())).orElse(apart);
    }

    Cell live() {
        var paired = pairs.map(Pairs::live).orElse(Cell.EMPTY);
        return steps.stream().map(Step::live).reduce(paired, Cell::plus);
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
