package lastgood.wire.view;

import java.util.Optional;
import java.util.OptionalDouble;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;

/// What one guard says, with the numbers it rests on. Rates are fractions, 0..1.
///
/// @param guard its name: the line itself unless somebody gave one
/// @param metric `quality.error_rate`
/// @param verdict `ok, watching, tripped, learning, blind, notApplicable`
/// @param why why it is blind, or why more traffic alone may not help it; null otherwise
/// @param bound the greatest rate that is inside, in the candidate's own terms; the least, where more is better
/// @param n candidate units
/// @param bad candidate units that were bad
/// @param pointInside whether the candidate's plain rate lies inside the bound
/// @param near not tripped, but the plain rate is outside: no step is left
/// @param evidence how many times likelier what was seen is if the bound is broken
/// @param needed from which `evidence` on it trips
/// @param frozen whether `baseline` was frozen at promotion
/// @param pairs what labels said of requests that both releases answered, the candidate in shadow; null: there are none
public record GuardView(
        String guard,
        String metric,
        String verdict,
        Optional<String> why,
        Optional<Double> candidate,
        Optional<Double> baseline,
        Optional<Double> difference,
        Optional<Double> bound,
        long n,
        long bad,
        boolean pointInside,
        boolean near,
        double evidence,
        double needed,
        boolean frozen,
        Optional<Pairs> pairs) {

    /// Requests that both releases answered and that are labelled.
    ///
    /// @param labelled in full; of a sticky key the first alone
    /// @param differ of those, where one release had more rows right than the other
    /// @param against of those, where live had
    public record Pairs(long labelled, long differ, long against) {
        static Optional<Pairs> of(Reading reading) {
            return reading.pairs().map(p -> new Pairs(p.labelled(), p.differ(), p.against()));
        }
    }

    public static GuardView of(Reading reading) {
        var shown = reading.shown();
        return new GuardView(
                reading.guard().name(),
                reading.guard().metric().text(),
                reading.verdict().text(),
                why(reading),
                boxed(shown.candidate()),
                boxed(shown.baseline()),
                boxed(shown.difference()),
                boxed(shown.bound()),
                reading.n(),
                reading.bad(),
                reading.pointInside(),
                isNear(reading),
                reading.times(),
                Math.exp(reading.threshold()),
                reading.frozen(),
                Pairs.of(reading));
    }

    private static Optional<String> why(Reading reading) {
        var keys = reading.fewKeys();
        return reading.verdict() instanceof Verdict.Blind(var why, _)
                ? Optional.of(keys.map(k -> why + ": " + k).orElse(why))
                : keys;
    }

    static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static boolean isNear(Reading reading) {
        return switch (reading.verdict()) {
            case Verdict.Ok(), Verdict.Watching() -> !reading.pointInside();
            case Verdict.Tripped(),
                    Verdict.Learning(),
                    Verdict.Blind(_, _),
                    Verdict.NotApplicable() ->
                    false;
        };
    }
}
