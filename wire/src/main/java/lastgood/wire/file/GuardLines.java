package lastgood.wire.file;

import java.util.List;
import java.util.regex.Pattern;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Settings;

/// Where guard lines are read.
final class GuardLines {
    private static final Pattern LINE =
            Pattern.compile("(\\S+) *<= *baseline *\\+ *([0-9.]+)(%|pp)");
    private static final Pattern LIMIT = Pattern.compile("(\\S+) *<= *([0-9.]+)%");

    private GuardLines() {}

    static Outcome<Guard> parse(String line) {
        var margin = LINE.matcher(line);
        var limit = LIMIT.matcher(line);
        if (margin.matches() && Metric.parse(margin.group(1)).isPresent()) {
            return done(line, margin.group(1), new Bound.Above(fraction(margin.group(2))));
        }
        if (limit.matches() && Metric.parse(limit.group(1)).isPresent()) {
            return done(line, limit.group(1), new Bound.Limit(fraction(limit.group(2))));
        }
        return Outcome.refused(Problem.of(Code.INVALID_GUARD, "'" + line + "' is no guard"));
    }

    static GuardSet standard(Settings.Task task) {
        return new GuardSet(List.of());
    }

    private static double fraction(String percent) {
        return Double.parseDouble(percent) / 100;
    }

    private static Outcome<Guard> done(String line, String metric, Bound bound) {
        return Outcome.done(
                new Guard(
                        line,
                        Metric.parse(metric).orElseThrow(),
                        bound,
                        false,
                        Guard.MIN_SAMPLES,
                        false));
    }
}
