package lastgood.core.guard;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;

/// Reads what stands right of the operator in a guard's line.
record BoundText(String line, Metric metric, boolean strict) {
    private static final Pattern BASELINE = Pattern.compile("baseline(?: ?([+*-]) ?(.+))?");
    private static final Duration LONGEST = Duration.ofHours(1);

    /// A limit nearer to 100 % than this is none: what is left above it could not be told apart from it.
    private static final double GREATEST = .999;

    private static final double GREATEST_RATIO = 1000;

    /// So far below live a bound is as strict as what [Clearance] asks for beyond it.
    private static final BigDecimal FARTHEST_BELOW = BigDecimal.valueOf(Clearance.POINTS);

    Outcome<Bound> parse(String text) {
        var baseline = BASELINE.matcher(text);
        if (!baseline.matches()) {
            return Amount.parse(line, text)
                    .then(amount -> metric.isLatency() ? within(amount) : limit(amount));
        }
        if (baseline.group(1) == null) {
            return metric.isLatency() ? later() : Outcome.done(new Bound.Times(1));
        }
        char sign = baseline.group(1).charAt(0);
        return Amount.parse(line, baseline.group(2).strip())
                .then(amount ->
                        metric.isLatency() ? relative(sign, amount) : compared(sign, amount));
    }

    private Outcome<Bound> compared(char sign, Amount amount) {
        if (sign == '*') {
            return times(amount);
        }
        if (!amount.isPart()) {
            return refused("a rate takes percentage points: '+ 2pp'");
        }
        boolean isLooser = sign == (metric.isGain() ? '-' : '+');
        double margin = amount.fraction().doubleValue();
        if (margin >= 1) {
            return refused(
                    "100 points "
                            + (sign == '+' ? "above" : "below")
                            + (isLooser ? " live can never trip" : " live can never be kept")
                            + amount.meant());
        }
        if (!isLooser && amount.fraction().compareTo(FARTHEST_BELOW) >= 0) {
            return refused(
                    "no step would ever be left: that takes ruling out a release "
                            + Amount.plain(FARTHEST_BELOW.movePointRight(2))
                            + " points beyond the bound, and live itself is one; write less than '"
                            + sign
                            + " "
                            + Amount.plain(FARTHEST_BELOW.movePointRight(2))
                            + "pp'");
        }
        return Outcome.done(new Bound.Above(isLooser ? margin : -margin));
    }

    private Outcome<Bound> times(Amount amount) {
        double ratio = amount.number().doubleValue();
        if (!amount.unit().isEmpty()) {
            return refused("a ratio has no unit: '* 1.25'");
        }
        if (metric.isGain() && ratio != 1) {
            return later(
                    "so many times live's "
                            + metric
                            + " is not in this version; write points: '"
                            + metric
                            + " >= baseline - 2pp'");
        }
        if (ratio == 0) {
            return refused(
                    "zero times live can never be kept; for no bad answer at all write '<= 0%'");
        }
        return ratio > GREATEST_RATIO
                ? refused("more than " + (int) GREATEST_RATIO + " times live can never trip")
                : Outcome.done(new Bound.Times(ratio));
    }

    private Outcome<Bound> limit(Amount amount) {
        if (!amount.isPart() || amount.unit().equals("pp")) {
            return refused(
                    "the limit of a rate is a percentage: "
                            + (metric.isGain() ? "'>= 90%'" : "'<= 0.1%'"));
        }
        double said = amount.fraction().doubleValue();
        return metric.isGain() ? floor(said, amount) : ceiling(said, amount);
    }

    /// Of what is good.
    private Outcome<Bound> floor(double rate, Amount amount) {
        if (rate > 1 || (strict && rate == 1)) {
            return refused(
                    "nothing is above 100 %; for no bad answer at all write '>= 100%'"
                            + amount.meant());
        }
        return 1 - rate > GREATEST
                ? refused("a limit of 0 % can never trip" + amount.meant())
                : Outcome.done(new Bound.Limit(1 - rate));
    }

    private Outcome<Bound> ceiling(double rate, Amount amount) {
        if (rate > GREATEST) {
            return refused("a limit of 100 % can never trip" + amount.meant());
        }
        return strict && rate == 0
                ? refused("no rate is below 0 %; for no bad answer at all write '<= 0%'")
                : Outcome.done(new Bound.Limit(rate));
    }

    private Outcome<Bound> within(Amount amount) {
        if (!amount.isTime()) {
            return refused("the limit of a latency is a time: '<= 80ms'");
        }
        if (amount.time().isZero()) {
            return refused("no answer takes no time");
        }
        return amount.time().compareTo(LONGEST) > 0
                ? refused("no answer takes longer than an hour, so it can never trip")
                : Outcome.done(new Bound.Within(amount.time()));
    }

    /// A latency against live's.
    private Outcome<Bound> relative(char sign, Amount amount) {
        if (sign == '*' || !amount.isPercentage()) {
            return later();
        }
        var part = sign == '+' ? amount.fraction() : amount.fraction().negate();
        return refused(
                "points are for rates; write '* " + Amount.plain(BigDecimal.ONE.add(part)) + "'");
    }

    private Outcome<Bound> later() {
        return later(
                "a latency against live's is not in this version; write '" + metric + " <= 80ms'");
    }

    private Outcome<Bound> later(String why) {
        return Outcome.refused(GuardLine.problem(Code.NOT_IN_THIS_VERSION, line, why));
    }

    private Outcome<Bound> refused(String why) {
        return GuardLine.refused(line, why);
    }

    /// The same bound in its shortest form; [#parse] reads it back.
    static String text(Metric metric, Bound bound) {
        return switch (bound) {
            case Bound.Limit(var rate) -> Amount.percent(shown(metric, rate)) + "%";
            case Bound.Within(var limit) -> Amount.text(limit);
            case Bound.Above(var margin) ->
                    "baseline "
                            + (margin < 0 == metric.isGain() ? "+ " : "- ")
                            + Amount.percent(Math.abs(margin))
                            + "pp";
            case Bound.Times(var ratio) when ratio == 1 -> "baseline";
            case Bound.Times(var ratio) -> "baseline * " + Amount.plain(BigDecimal.valueOf(ratio));
        };
    }

    /// Without the last digit that a difference from 1 brings.
    private static double shown(Metric metric, double rate) {
        return metric.isGain() ? Math.rint(metric.shown(rate) * 1e15) / 1e15 : rate;
    }
}
