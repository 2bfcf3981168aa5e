package lastgood.core.guard;

import java.time.Duration;

/// A condition fixed before a rollout; it trips when the evidence says that the candidate breaks it.
///
/// @param name unique within a set; the line itself unless somebody gave a name
/// @param bound of what is bad, also where the metric says what is good
/// @param strict `<` instead of `<=`, or `>` instead of `>=`: on the bound is outside
/// @param minSamples fewer candidate units than this, and the guard is blind
/// @param hard the built-in hard limit on a release's own errors: needs no least number of units or bad ones
public record Guard(
        String name, Metric metric, Bound bound, boolean strict, int minSamples, boolean hard) {
    /// So many errors of its own that no comparison is needed: more than one answer in five. It compares nothing, so
    /// requests on which the other release fails as well are left out.
    public static final Guard HARD_LIMIT =
            new Guard("hard limit", Metric.HTTP_ERROR_RATE, new Bound.Limit(.20), false, 0, true);

    public static final int MIN_SAMPLES = 30;

    private static final double HAIR = 1e-12;

    /// The guard in one line, always the same for the same guard; [GuardLine#parse] reads it back.
    public String line() {
        var operator = metric.isGain() ? ">" : "<";
        return metric.text()
                + " "
                + operator
                + (strict ? " " : "= ")
                + BoundText.text(metric, bound);
    }

    /// What is counted for it.
    public Signal signal() {
        return hard
                ? new Signal.OwnErrors()
                : metric.signal().orElseGet(() -> new Signal.Slow(limit()));
    }

    public Metric.Family family() {
        return hard ? Metric.Family.HARD_LIMIT : metric.family();
    }

    /// The greatest rate of the candidate that is inside, if live's is `baseline`.
    public double greatest(double baseline) {
        return switch (bound) {
            case Bound.Limit(var rate) -> rate;
            case Bound.Within _ -> metric.tail();
            case Bound.Above(var margin) -> baseline + margin;
            case Bound.Times(var ratio) -> baseline * ratio;
        };
    }

    /// Whether a plain rate lies inside the bound; a hair's breadth is allowed for rounding.
    boolean isInside(double rate, double greatest) {
        return strict ? rate < greatest - HAIR : rate <= greatest + HAIR;
    }

    private Duration limit() {
        if (bound instanceof Bound.Within(var limit)) {
            return limit;
        }
        throw new IllegalStateException("a latency guard has a limit in time: " + name);
    }
}
