package lastgood.core.guard;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import lastgood.core.problem.Outcome;

/// A number with its unit: `0.1%`, `2pp`, `80ms`, `1.25`.
record Amount(BigDecimal number, String unit) {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(-?)([0-9]{1,18}(?:\\.[0-9]{1,18})?|\\.[0-9]{1,18}) ?(%|pp|ms|s|m|h|)");
    private static final Set<String> PARTS = Set.of("%", "pp", "");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ms",
                    1_000_000L,
                    "s",
                    1_000_000_000L,
                    "m",
                    60_000_000_000L,
                    "h",
                    3_600_000_000_000L);

    static Outcome<Amount> parse(String line, String text) {
        var shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return GuardLine.refused(
                    line,
                    "'"
                            + text
                            + "' is no amount; write 0.1%, 2pp, 80ms or 1s, or compare with 'baseline'");
        }
        return shape.group(1).isEmpty()
                ? Outcome.done(new Amount(new BigDecimal(shape.group(2)), shape.group(3)))
                : GuardLine.refused(
                        line, "'" + text + "' is negative; nothing is less often than never");
    }

    /// Whether it may be a part of something: a percentage, points, or a bare number.
    boolean isPart() {
        return PARTS.contains(unit);
    }

    boolean isPercentage() {
        return isPart() && !unit.isEmpty();
    }

    boolean isTime() {
        return NANOS.containsKey(unit);
    }

    /// 2 % is 0.02; so are 2 points, and 0.02.
    BigDecimal fraction() {
        return unit.isEmpty() ? number : number.movePointLeft(2);
    }

    /// Of the units of time; what is beyond all reason is as long as can be said.
    Duration time() {
        var nanos = number.multiply(BigDecimal.valueOf(NANOS.getOrDefault(unit, 0L)));
        return Duration.ofNanos(nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }

    /// What a bare number was probably to be.
    String meant() {
        return unit.isEmpty() ? "; did you mean " + number.toPlainString() + "%?" : "";
    }

    static String text(Duration time) {
        if (time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
            return time.toSeconds() + "s";
        }
        return plain(BigDecimal.valueOf(time.toNanos(), 6)) + "ms";
    }

    static String percent(double fraction) {
        return plain(BigDecimal.valueOf(fraction).movePointRight(2));
    }

    static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
