package lastgood.drivers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.FeatureRows.FeatureRow;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.stack.ComponentId;
import lastgood.drivers.sql.SqlAsk;
import lastgood.drivers.sql.SqlRow;
import lastgood.drivers.sql.SqlRows;

/// The table of one version, as far as features are read from it.
///
/// @param version the name of the table
record FeatureTable(ComponentId component, SqlRows rows, String version) {
    Outcome<List<FeatureKey>> some(Lookup lookup, int most, Duration within) {
        return switch (rows.keys(version, lookup.key(), most, within)) {
            case Outcome.Refused<List<Object>>(var problem) ->
                    Outcome.refused(away(component, problem));
            case Outcome.Done<List<Object>>(var found) -> keys(lookup, found);
        };
    }

    private Outcome<List<FeatureKey>> keys(Lookup lookup, List<Object> found) {
        var keys = new ArrayList<FeatureKey>();
        for (var value : found) {
            switch (value) {
                case Long whole when lookup.keyType() == Datatype.INT64 ->
                        keys.add(new FeatureKey.Whole(whole));
                case String text when lookup.keyType() == Datatype.BYTES ->
                        keys.add(new FeatureKey.Text(text));
                default -> {
                    return Outcome.refused(
                            unusable(
                                    "the key column "
                                            + lookup.key()
                                            + " holds "
                                            + value
                                            + ", keyType is "
                                            + lookup.keyType()));
                }
            }
        }
        return Outcome.done(keys);
    }

    /// @param until when to give up, by [System#nanoTime]
    Outcome<List<Optional<FeatureRow>>> read(Lookup lookup, List<FeatureKey> keys, long until) {
        var all = new ArrayList<Optional<FeatureRow>>();
        for (int from = 0; from < keys.size(); from += SqlAsk.MOST_KEYS) {
            var some = keys.subList(from, Math.min(keys.size(), from + SqlAsk.MOST_KEYS));
            var ask =
                    new SqlAsk(
                            List.of(lookup.key()),
                            some.stream().map(key -> List.of(value(key))).toList(),
                            lookup.columns());
            var left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
            switch (rows.read(version, ask, left)) {
                case Outcome.Refused<List<Optional<SqlRow>>>(var problem) -> {
                    return Outcome.refused(away(component, problem));
                }
                case Outcome.Done<List<Optional<SqlRow>>>(var read) -> {
                    for (int i = 0; i < read.size(); i++) {
                        var unusable = unusable(lookup, some.get(i), read.get(i));
                        if (unusable.isPresent()) {
                            return Outcome.refused(unusable.get());
                        }
                        all.add(read.get(i).map(FeatureTable::row));
                    }
                }
            }
        }
        return Outcome.done(all);
    }

    private static Object value(FeatureKey key) {
        return switch (key) {
            case FeatureKey.Whole(var whole) -> whole;
            case FeatureKey.Text(var text) -> text;
        };
    }

    private static FeatureRow row(SqlRow row) {
        return new FeatureRow(
                row.values().stream()
                        .map(value ->
                                value.map(FeatureTable::number)
                                        .map(OptionalDouble::of)
                                        .orElse(OptionalDouble.empty()))
                        .toList());
    }

    private Optional<Problem> unusable(Lookup lookup, FeatureKey key, Optional<SqlRow> row) {
        var values = row.map(SqlRow::values).orElse(List.of());
        for (int c = 0; c < values.size(); c++) {
            if (values.get(c).filter(value -> !isNumber(value)).isPresent()) {
                return Optional.of(
                        unusable(
                                "column "
                                        + lookup.columns().get(c)
                                        + " of the row "
                                        + key
                                        + " is no number that FP32 can hold"));
            }
        }
        return Optional.empty();
    }

    private static boolean isNumber(Object value) {
        return (value instanceof Number || value instanceof Boolean)
                && Float.isFinite((float) number(value));
    }

    private static double number(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? 1 : 0;
            case Number number -> number.doubleValue();
            default -> throw new IllegalArgumentException("no number: " + value);
        };
    }

    private Problem unusable(String why) {
        return Problem.of(Code.FEATURE_UNUSABLE, "Rows of " + component + " cannot be used.")
                .because(why)
                .tryThis("lastgood explain " + Code.FEATURE_UNUSABLE.id());
    }

    /// In the words of who looks rows up: nothing was to be moved.
    static Problem away(ComponentId component, Problem problem) {
        return FeatureRows.away(component, problem.cause());
    }
}
