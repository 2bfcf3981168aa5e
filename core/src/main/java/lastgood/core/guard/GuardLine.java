package lastgood.core.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// The one-line form of a guard: `quality.error_rate <= baseline + 2pp`.
///
/// A line that would protect nobody is refused with the reason: it names nothing known, can never trip, or can never be
/// kept.
public final class GuardLine {
    private static final int LONGEST = 200;
    private static final Pattern SHAPE = Pattern.compile("([^\\s<>=]+) ?(<=|>=|<|>) ?([^<>=]+)");

    private GuardLine() {}

    public static Outcome<Guard> parse(String line) {
        var text = line.strip().replaceAll("\\s+", " ");
        var shape = SHAPE.matcher(text);
        if (text.length() > LONGEST || !shape.matches()) {
            return refused(text, "a guard is 'metric <= bound'");
        }
        var metric = Metric.parse(shape.group(1));
        if (metric.isEmpty()) {
            return Outcome.refused(MetricNames.refuse(text, shape.group(1)));
        }
        boolean isFloor = shape.group(2).startsWith(">");
        if (isFloor != metric.get().isGain()) {
            return refused(
                    text,
                    metric.get()
                            + (isFloor
                                    ? " gets worse upward; write '<=' or '<'"
                                    : " gets worse downward; write '>=' or '>'"));
        }
        boolean strict = shape.group(2).length() == 1;
        return new BoundText(text, metric.get(), strict)
                .parse(shape.group(3).strip())
                .then(bound -> Outcome.done(guard(text, metric.get(), bound, strict)));
    }

    /// All lines of one service. The same guard twice is refused: it would halve its own part of the error budget.
    public static Outcome<GuardSet> parseAll(List<String> lines) {
        var guards = new ArrayList<Guard>();
        var problems = new ArrayList<Problem>();
        for (var line : lines) {
            switch (parse(line)) {
                case Outcome.Done<Guard>(var guard) -> guards.add(guard);
                case Outcome.Refused<Guard>(var problem) -> problems.add(problem);
            }
        }
        problems.addAll(repeated(guards));
        if (lines.isEmpty()) {
            problems.add(Problem.of(Code.INVALID_GUARD, "an empty list of guards protects nobody"));
        }
        return problems.isEmpty()
                ? Outcome.done(new GuardSet(guards))
                : Outcome.refused(together(problems));
    }

    static <T> Outcome<T> refused(String line, String why) {
        return Outcome.refused(problem(Code.INVALID_GUARD, line, why));
    }

    static Problem problem(Code code, String line, String why) {
        var shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return Problem.of(code, "guard '" + shown + "': " + why);
    }

    private static Guard guard(String name, Metric metric, Bound bound, boolean strict) {
        return new Guard(name, metric, bound, strict, Guard.MIN_SAMPLES, false);
    }

    private static List<Problem> repeated(List<Guard> guards) {
        var problems = new ArrayList<Problem>();
        Map<String, Guard> seen = new HashMap<>();
        for (var guard : guards) {
            if (seen.putIfAbsent(guard.line(), guard) != null) {
                problems.add(problem(Code.INVALID_GUARD, guard.name(), "it is there twice"));
            }
        }
        return problems;
    }

    private static Problem together(List<Problem> problems) {
        if (problems.size() == 1) {
            return problems.getFirst();
        }
        return Problem.of(problems.getFirst().code(), problems.size() + " guards are refused")
                .because(problems.stream().map(Problem::what).toList());
    }
}
