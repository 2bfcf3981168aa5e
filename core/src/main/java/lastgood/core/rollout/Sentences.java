package lastgood.core.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;

/// Numbers and reasons as people read them.
public final class Sentences {
    private Sentences() {}

    /// `quality.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×)`
    public static String trip(List<Reading> tripped) {
        return tripped.isEmpty()
                ? "it was withdrawn, and the server ended before that was written down"
                : tripped.stream().map(Sentences::reading).collect(Collectors.joining("; "));
    }

    public static String percent(double rate) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * rate);
    }

    /// `10m`, `1h30m`, `200ms`
    public static String duration(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        add(text, duration.toDays(), "d");
        add(text, duration.toHoursPart(), "h");
        add(text, duration.toMinutesPart(), "m");
        add(text, duration.toSecondsPart(), "s");
        add(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    /// `2026-11-26T12:11:57Z`: in UTC, to the second. What machines read stays exact.
    public static String instant(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// `200 answers compared, 99.5 % of predictions the same, score shift 0.012 on average, 0.300 at most, 1.2 ms on
    /// average, live 0.9 ms`
    static String comparison(Comparison c) {
        var parts = new ArrayList<String>();
        parts.add(c.answers() + " answers compared");
        if (c.same().isPresent()) {
            parts.add(percent(c.same().getAsDouble()) + " of predictions the same");
        }
        if (c.meanShift().isPresent()) {
            parts.add(
                    "score shift "
                            + number(c.meanShift().getAsDouble())
                            + " on average, "
                            + number(c.mostShift())
                            + " at most");
        }
        if (c.failed() > 0) {
            parts.add(c.failed() + " failed where live answered");
        }
        if (c.answers() > 0) {
            parts.add(millis(c.meanNanos()) + " on average, live " + millis(c.liveMeanNanos()));
        }
        return String.join(", ", parts);
    }

    private static String number(double shift) {
        return String.format(Locale.ROOT, "%.3g", shift);
    }

    private static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    static String names(List<Reading> readings) {
        return readings.stream().map(r -> r.guard().name()).collect(Collectors.joining(", "));
    }

    /// "Not tripped" is not "proven": which guards let a release pass without evidence that it keeps their bound.
    static String inconclusive(List<Reading> readings) {
        var open = readings.stream().filter(r -> r.verdict() instanceof Verdict.Watching).toList();
        return open.isEmpty() ? "" : "; inconclusive: not proven by " + names(open);
    }

    /// Why a guard does not let a step be left.
    static String holdsBack(Reading r) {
        return r.guard().name() + verdict(r) + r.fewKeys().map(keys -> "; " + keys).orElse("");
    }

    private static String verdict(Reading r) {
        return switch (r.verdict()) {
            case Verdict.Blind(var why, _) -> " is blind: " + why;
            case Verdict.Learning() -> " is still measuring its reference";
            case Verdict.Tripped() -> " tripped";
            case Verdict.Ok(), Verdict.Watching(), Verdict.NotApplicable() ->
                    r.pointInside()
                            ? " has seen too little to rule out a much worse release: " + numbers(r)
                            : " is beyond its bound: " + numbers(r);
        };
    }

    private static String reading(Reading r) {
        var alone = r.guard().metric().text() + " " + numbers(r);
        return r.liveToo().isEmpty()
                ? alone
                : alone + ", and live degraded as well: " + rate(r.shown().liveToo());
    }

    private static String numbers(Reading r) {
        var shown = r.shown();
        var against =
                shown.baseline().isPresent()
                        ? " against " + rate(shown.baseline())
                        : shown.bound().isPresent() ? ", limit " + rate(shown.bound()) : "";
        return rate(shown.candidate())
                + against
                + String.format(Locale.ROOT, " (n=%d, evidence %s)", r.n(), times(r))
                + r.pairs().map(pairs -> "; " + pairs.text()).orElse("");
    }

    /// What labels said of a candidate that nobody was answered by; empty where there were none.
    static String paired(List<Reading> readings) {
        return readings.stream()
                .flatMap(
                        r -> r.pairs().stream().map(p -> "; " + r.guard().name() + ": " + p.text()))
                .collect(Collectors.joining());
    }

    private static String times(Reading r) {
        double times = r.times();
        return times >= 1e6
                ? String.format(Locale.ROOT, "%.0e×", times)
                : String.format(Locale.ROOT, times >= 10 ? "%.0f×" : "%.1f×", times);
    }

    private static String rate(OptionalDouble rate) {
        return rate.isPresent() ? percent(rate.getAsDouble()) : "no number";
    }

    private static void add(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(number).append(unit);
        }
    }
}
