package lastgood.gateway.running.workbench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.FeatureRows;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// The rows that a release will look up while it is tried, looked up beforehand.
///
/// @param rows of every key that will be asked for and has one
record RowsAtHand(List<Entry> rows) {
    static final RowsAtHand NONE = new RowsAtHand(List.of());

    RowsAtHand {
        rows = List.copyOf(rows);
    }

    record Entry(FeatureKey key, FeatureRows.FeatureRow row) {}

    /// As if they were read from their table.
    FeatureRows asRows() {
        var byKey = new HashMap<FeatureKey, FeatureRows.FeatureRow>();
        rows.forEach(entry -> byKey.put(entry.key(), entry.row()));
        return new FeatureRows() {
            @Override
            public Outcome<List<Optional<FeatureRow>>> read(
                    ComponentId component, Lookup lookup, List<FeatureKey> keys, Duration within) {
                return Outcome.done(
                        keys.stream().map(key -> Optional.ofNullable(byKey.get(key))).toList());
            }

            @Override
            public Outcome<List<FeatureKey>> some(
                    ComponentId component, Lookup lookup, int most, Duration within) {
                return Outcome.done(rows.stream().map(Entry::key).limit(most).toList());
            }

            @Override
            public Optional<Problem> objection(
                    Component component, Lookup lookup, Duration within) {
                return Optional.empty();
            }
        };
    }
}
