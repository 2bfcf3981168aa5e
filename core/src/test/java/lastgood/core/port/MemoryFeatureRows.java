package lastgood.core.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// Feature tables that last as long as the test. They can be taken away, and they can hang.
public final class MemoryFeatureRows implements FeatureRows {
    private final Map<ComponentId, SortedMap<String, Stored>> tables = new ConcurrentHashMap<>();
    private final Set<ComponentId> hanging = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    /// @param row by column; what is not there has no value
    private record Stored(FeatureKey key, Map<String, Object> row) {}

    public void put(ComponentId table, FeatureKey key, Map<String, Object> row) {
        tables.computeIfAbsent(table, _ -> new TreeMap<>())
                .put(key.toString(), new Stored(key, row));
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    /// Whoever asks for these tables waits until the time is over.
    public void hang(ComponentId... tables) {
        hanging.clear();
        hanging.addAll(List.of(tables));
    }

    @Override
    public Outcome<List<Optional<FeatureRow>>> read(
            ComponentId component, Lookup lookup, List<FeatureKey> keys, Duration within) {
        return table(component, within)
                .then(table -> {
                    var all = new ArrayList<Optional<FeatureRow>>();
                    for (var key : keys) {
                        var stored = Optional.ofNullable(table.get(key.toString()));
                        var values = new ArrayList<OptionalDouble>();
                        for (var column : lookup.columns()) {
                            switch (stored.map(Stored::row)
                                    .map(row -> row.get(column))
                                    .orElse("")) {
                                case Number number ->
                                        values.add(OptionalDouble.of(number.doubleValue()));
                                case String text when text.isEmpty() ->
                                        values.add(OptionalDouble.empty());
                                default -> {
                                    return Outcome.refused(unusable(component, column));
                                }
                            }
                        }
                        all.add(stored.map(_ -> new FeatureRow(values)));
                    }
                    return Outcome.done(all);
                });
    }

    @Override
    public Outcome<List<FeatureKey>> some(
            ComponentId component, Lookup lookup, int most, Duration within) {
        return table(component, within)
                .then(table ->
                        Outcome.done(
                                table.values().stream().map(Stored::key).limit(most).toList()));
    }

    @Override
    public Optional<Problem> objection(Component component, Lookup lookup, Duration within) {
        var asked =
                some(component.id(), lookup, 8, within)
                        .then(keys -> read(component.id(), lookup, keys, within));
        return asked instanceof Outcome.Refused<List<Optional<FeatureRow>>>(var problem)
                ? Optional.of(problem)
                : Optional.empty();
    }

    private Outcome<SortedMap<String, Stored>> table(ComponentId component, Duration within) {
        try {
            if (hanging.contains(component)
                    && !new Semaphore(0).tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
                return Outcome.refused(FeatureRows.away(component, "it hangs"));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return away || !tables.containsKey(component) || !within.isPositive()
                ? Outcome.refused(FeatureRows.away(component, "it is away"))
                : Outcome.done(tables.get(component));
    }

    private static Problem unusable(ComponentId component, String column) {
        return Problem.of(Code.FEATURE_UNUSABLE, "Rows of " + component + " cannot be used.")
                .because("column " + column);
    }
}
