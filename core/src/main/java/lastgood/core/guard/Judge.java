package lastgood.core.guard;

import java.util.List;
import java.util.OptionalDouble;

/// Reads every guard of a set against what was counted. A pure function of sums: two gateways, a restart and a replay
/// come to the same reading.
public final class Judge {
    /// Fewer bad units or fewer units than these trip nothing but the hard limit.
    static final int LEAST_BAD = 3;

    static final int LEAST_UNITS = 30;

    /// The chance of calling a candidate proven that is at the bound.
    private static final double BETA = .05;

    private static final double GREATEST_LIMIT = .999;

    private Judge() {}

    /// A reading of each guard, the hard limit first. Trips latch outside: evidence may fade, a trip does not.
    public static List<Reading> read(GuardSet set, Situation situation, Evidence evidence) {
        return set.all().stream().map(guard -> reading(set, guard, situation, evidence)).toList();
    }

    /// What the baselines would be frozen at, were the rollout promoted now: one for each guard that has a baseline.
    public static List<Ceiling> ceilings(GuardSet set, Situation situation, Evidence evidence) {
        return set.all().stream()
                .filter(guard -> situation.baseline() && guard.bound().needsBaseline())
                .map(guard -> ceiling(guard, situation, evidence))
                .toList();
    }

    private static Ceiling ceiling(Guard guard, Situation situation, Evidence evidence) {
        var live = seen(guard, situation, evidence).live();
        double upper = UpperLimit.of(live);
        double limit = Math.min(GREATEST_LIMIT, guard.greatest(upper));
        return new Ceiling(guard.name(), live.rate().orElse(0), upper, limit);
    }

    private static Case seen(Guard guard, Situation situation, Evidence evidence) {
        return Case.of(guard, situation, evidence.tally(guard.signal()), evidence.pairs());
    }

    private static Reading reading(
            GuardSet set, Guard guard, Situation situation, Evidence evidence) {
        var seen = seen(guard, situation, evidence);
        boolean applies = situation.applies(guard, evidence.pairs());
        double threshold = set.threshold(guard);
        var baseline = applies ? seen.baseline() : OptionalDouble.empty();
        var bound = applies ? seen.bound(guard) : OptionalDouble.empty();
        return new Reading(
                guard,
                applies ? verdict(guard, situation, seen, threshold) : new Verdict.NotApplicable(),
                seen.candidate().rate(),
                baseline,
                bound,
                Math.round(seen.candidate().units()),
                Math.round(seen.candidate().bad()),
                applies ? seen.odds().broken() : 0,
                threshold,
                isInside(guard, seen.candidate().rate(), bound),
                isClear(guard, seen, bound),
                seen.ceiling().isPresent(),
                Units.keys(evidence.tally(guard.signal())),
                liveToo(guard, situation, evidence, threshold),
                seen.pairs().filter(pairs -> pairs.heard() > 0).map(Pairs::count));
    }

    /// Live's rate, if live would trip the same limit: what is wrong is then wrong with both. Only asked while both serve.
    private static OptionalDouble liveToo(
            Guard guard, Situation situation, Evidence evidence, double threshold) {
        if (guard.bound().needsBaseline() || !situation.comparesArms()) {
            return OptionalDouble.empty();
        }
        var live = Case.ofLive(guard, situation, evidence.tally(guard.signal()), evidence.pairs());
        return live.odds().broken() >= threshold && mayTrip(guard, live)
                ? live.candidate().rate()
                : OptionalDouble.empty();
    }

    private static Verdict verdict(Guard guard, Situation situation, Case seen, double threshold) {
        long units = Math.round(seen.candidate().units());
        if (seen.odds().broken() >= threshold && mayTrip(guard, seen)) {
            return new Verdict.Tripped();
        }
        if (!guard.hard() && situation.overdue().contains(guard.name())) {
            return new Verdict.Blind(
                    "nothing of its kind has come for longer than its patience", true);
        }
        if (units < guard.minSamples()) {
            return new Verdict.Blind(units + " of " + guard.minSamples() + " units", false);
        }
        if (isLearning(guard, seen)) {
            return new Verdict.Learning();
        }
        return seen.odds().kept() >= -Math.log(BETA) ? new Verdict.Ok() : new Verdict.Watching();
    }

    private static boolean mayTrip(Guard guard, Case seen) {
        return guard.hard() || (seen.bad() >= LEAST_BAD && seen.candidate().units() >= LEAST_UNITS);
    }

    private static boolean isLearning(Guard guard, Case seen) {
        return guard.bound().needsBaseline()
                && seen.ceiling().isEmpty()
                && seen.live().units() < guard.minSamples();
    }

    private static boolean isInside(Guard guard, OptionalDouble rate, OptionalDouble bound) {
        return rate.isEmpty()
                || bound.isEmpty()
                || guard.isInside(rate.getAsDouble(), bound.getAsDouble());
    }

    private static boolean isClear(Guard guard, Case seen, OptionalDouble bound) {
        boolean mayNotKnow = guard.hard() && seen.candidate().units() < LEAST_UNITS;
        return mayNotKnow || bound.isEmpty() || Clearance.is(guard, seen);
    }
}
