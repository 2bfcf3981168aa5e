package lastgood.core.guard;

import java.util.OptionalDouble;

/// A guard's verdict with the numbers it rests on.
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
        boolean frozen) {

    public OptionalDouble difference() {
        return candidate.isPresent() && baseline.isPresent()
                ? OptionalDouble.of(candidate.getAsDouble() - baseline.getAsDouble())
                : OptionalDouble.empty();
    }

    /// How many times likelier the evidence is if the bound is broken: the "×" of an incident.
    public double times() {
        return Math.exp(Math.min(logEvidence, 700));
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
