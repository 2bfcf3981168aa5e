package lastgood.core.rollout;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Foresight;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Signal;

/// Something odd about a guard that no evidence will mend.
///
/// @param guard its name
public record Lint(String guard, Kind kind, String text) {
    public enum Kind {
        /// Whatever the candidate does, it does not trip.
        NEVER,
        /// The same if live has what is assumed, for nobody has said what it has.
        UNLIKELY,
        /// Another one always trips first.
        IDLE
    }

    /// Any share between none and all will do.
    private static final double HALF = .5;

    static List<Lint> of(GuardSet set, Map<Signal, Double> rates) {
        var lints = new ArrayList<Lint>();
        for (var guard : set.lines()) {
            never(set, guard, rates).ifPresent(lints::add);
            set.lines().stream()
                    .filter(other -> precedes(set, other, guard))
                    .findFirst()
                    .ifPresent(other -> lints.add(idle(guard, other)));
        }
        return List.copyOf(lints);
    }

    /// Of two that say the same in different words, the first.
    private static boolean precedes(GuardSet set, Guard other, Guard guard) {
        boolean isFirst = set.lines().indexOf(other) < set.lines().indexOf(guard);
        return !other.equals(guard)
                && other.minSamples() >= guard.minSamples() // or it keeps steps shut for longer
                && implies(other, guard)
                && (isFirst || !implies(guard, other));
    }

    private static Optional<Lint> never(GuardSet set, Guard guard, Map<Signal, Double> rates) {
        var foresight = new Foresight(HALF, OptionalLong.empty(), rates);
        if (foresight.neededAtWorst(set, guard).isPresent()) {
            return Optional.empty();
        }
        double live = foresight.rate(guard);
        boolean isKnown = !guard.bound().needsBaseline() || rates.containsKey(guard.signal());
        var has =
                guard.bound().needsBaseline()
                        ? " where live has " + percent(guard.metric().shown(live))
                        : "";
        return Optional.of(
                new Lint(
                        guard.name(),
                        isKnown ? Kind.NEVER : Kind.UNLIKELY,
                        "can never trip"
                                + has
                                + (isKnown ? ": " : ", as is assumed: ")
                                + "its bound is "
                                + percent(guard.metric().shown(guard.greatest(live)))
                                + ", and no release is much worse than that"));
    }

    private static Lint idle(Guard guard, Guard other) {
        return new Lint(
                guard.name(),
                Kind.IDLE,
                "is idle: what breaks it has broken '"
                        + other.name()
                        + "' already, and it takes its part of the error budget all the same");
    }

    /// Whether whoever keeps `tight` keeps `loose` as well, so that only one of them is needed.
    private static boolean implies(Guard tight, Guard loose) {
        var compared = compared(tight.bound(), loose.bound());
        return seesAll(tight, loose)
                && compared.isPresent()
                && isTight(tight, compared.getAsInt(), loose);
    }

    private static boolean isTight(Guard tight, int compared, Guard loose) {
        return compared < 0 || (compared == 0 && (tight.strict() || !loose.strict()));
    }

    /// Whether the one looks at whatever the other looks at. A percentile within a time has all lower ones within it.
    private static boolean seesAll(Guard one, Guard other) {
        if (one.metric().isLatency() && other.metric().isLatency()) {
            return one.metric().tail() <= other.metric().tail();
        }
        return one.signal().equals(other.signal());
    }

    /// Below 0 where the one bound is the lower; empty where they are of different kinds.
    private static OptionalInt compared(Bound one, Bound other) {
        return switch (one) {
            case Bound.Limit(var rate) when other instanceof Bound.Limit(var that) ->
                    OptionalInt.of(Double.compare(rate, that));
            case Bound.Above(var margin) when other instanceof Bound.Above(var that) ->
                    OptionalInt.of(Double.compare(margin, that));
            case Bound.Times(var ratio) when other instanceof Bound.Times(var that) ->
                    OptionalInt.of(Double.compare(ratio, that));
            case Bound.Within(var limit) when other instanceof Bound.Within(var that) ->
                    OptionalInt.of(limit.compareTo(that));
            case Bound.Limit _, Bound.Above _, Bound.Times _, Bound.Within _ -> OptionalInt.empty();
        };
    }

    private static String percent(double rate) {
        return BigDecimal.valueOf(Math.round(rate * 1e6) / 1e4).stripTrailingZeros().toPlainString()
                + " %";
    }
}
