package lastgood.core.guard;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A guard's verdict with the numbers it rests on: rates of what is bad, whatever the metric is called.
///
/// @param candidate the candidate's plain rate over all steps; empty: no unit yet
/// @param baseline what it is compared with: live's rate, or the frozen one; empty: none exists
/// @param bound the greatest rate that is inside, in the candidate's own terms; empty while it cannot be known
/// @param n candidate units
/// @param bad candidate units that were bad
/// @param logEvidence natural logarithm of the e-value
/// @param threshold from which on it trips
/// @param pointInside whether the plain rate lies inside the bound
/// @param clear whether the numbers rule out a candidate ten points beyond the bound
/// @param frozen whether `baseline` was frozen at promotion
/// @param keys how many distinct sticky keys the candidate's requests bore, each counted once; empty: none bore one
/// @param liveToo live's own rate where live breaks the same limit, so that the cause is shared; empty otherwise
/// @param pairs of its numbers, those that one label judged in both releases; empty: there are none
public record Reading(
        Guard guard,
        Verdict verdict,
        OptionalDouble candidate,
        OptionalDouble baseline,
        OptionalDouble bound,
        long n,
        long bad,
        double logEvidence,
        double threshold,
        boolean pointInside,
        boolean clear,
        boolean frozen,
        OptionalInt keys,
        OptionalDouble liveToo,
        Optional<PairCount> pairs) {

    /// Of requests without keys, and of the candidate alone.
    public Reading(
            Guard guard,
            Verdict verdict,
            OptionalDouble candidate,
            OptionalDouble baseline,
            OptionalDouble bound,
            long n,
            long bad,
            double logEvidence,
            double threshold,
            boolean pointInside,
            boolean clear,
            boolean frozen) {
        this(
                guard,
                verdict,
                candidate,
                baseline,
                bound,
                n,
                bad,
                logEvidence,
                threshold,
                pointInside,
                clear,
                frozen,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    /// The same, where live was found to break the limit as well, or not to.
    public Reading withLiveToo(OptionalDouble rate) {
        return new Reading(
                guard,
                verdict,
                candidate,
                baseline,
                bound,
                n,
                bad,
                logEvidence,
                threshold,
                pointInside,
                clear,
                frozen,
                keys,
                rate,
                pairs);
    }

    /// Its rates as the metric is told: of what is bad, or of what is good.
    public record Shown(
            OptionalDouble candidate,
            OptionalDouble baseline,
            OptionalDouble bound,
            OptionalDouble liveToo) {
        public OptionalDouble difference() {
            return candidate.isPresent() && baseline.isPresent()
                    ? OptionalDouble.of(candidate.getAsDouble() - baseline.getAsDouble())
                    : OptionalDouble.empty();
        }
    }

    public Shown shown() {
        return new Shown(shown(candidate), shown(baseline), shown(bound), shown(liveToo));
    }

    private OptionalDouble shown(OptionalDouble bad) {
        return bad.isPresent() ? OptionalDouble.of(guard.metric().shown(bad.getAsDouble())) : bad;
    }

    /// How many times likelier the evidence is if the bound is broken: the "×" of an incident.
    public double times() {
        return Math.exp(Math.min(logEvidence, 700));
    }

    /// Why it may stay as it is however much traffic comes: requests of a sticky key count once.
    public Optional<String> fewKeys() {
        boolean wants =
                switch (verdict) {
                    case Verdict.Blind(_, _), Verdict.Learning() -> true;
                    case Verdict.Ok(), Verdict.Watching() -> !clear;
                    case Verdict.Tripped(), Verdict.NotApplicable() -> false;
                };
        return wants && keys.isPresent()
                ? Optional.of(
                        "only "
                                + keys.getAsInt()
                                + (keys.getAsInt() == 1 ? " distinct key" : " distinct keys")
                                + ", and each counts once")
                : Optional.empty();
    }

    /// Whether this guard lets a step be left.
    public boolean letsAdvance() {
        return switch (verdict) {
            case Verdict.Ok(), Verdict.Watching() -> pointInside && clear;
            case Verdict.NotApplicable() -> true;
            case Verdict.Tripped(), Verdict.Learning(), Verdict.Blind(_, _) -> false;
        };
    }
}
