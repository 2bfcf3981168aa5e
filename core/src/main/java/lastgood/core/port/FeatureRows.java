package lastgood.core.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;

/// Rows of feature tables that live elsewhere. They come from the very version that is asked for, whichever version
/// others read meanwhile.
///
/// For any number of threads at once. Each call blocks, for at most the time it is given: then it is refused with
/// [Code#FEATURES_AWAY], as it is where the table cannot be read. What is read and cannot be a feature, a text or
/// something infinite, is refused with [Code#FEATURE_UNUSABLE].
public interface FeatureRows {
    /// Where there are no tables.
    FeatureRows NONE =
            new FeatureRows() {
                @Override
                public Outcome<List<Optional<FeatureRow>>> read(
                        ComponentId component,
                        Lookup lookup,
                        List<FeatureKey> keys,
                        Duration within) {
                    return none(component);
                }

                @Override
                public Outcome<List<FeatureKey>> some(
                        ComponentId component, Lookup lookup, int most, Duration within) {
                    return none(component);
                }

                @Override
                public Optional<Problem> objection(
                        Component component, Lookup lookup, Duration within) {
                    return Optional.of(away(component.id(), "nothing is looked up here"));
                }

                private <T> Outcome<T> none(ComponentId component) {
                    return Outcome.refused(away(component, "nothing is looked up here"));
                }
            };

    /// The rows of these keys, in their order; empty where a key has none.
    Outcome<List<Optional<FeatureRow>>> read(
            ComponentId component, Lookup lookup, List<FeatureKey> keys, Duration within);

    /// Keys that have a row, the same ones each time; as many as there are, where there are fewer.
    Outcome<List<FeatureKey>> some(ComponentId component, Lookup lookup, int most, Duration within);

    /// Why a version that is not stored yet could not be looked up; empty: it can.
    Optional<Problem> objection(Component component, Lookup lookup, Duration within);

    /// Where the rows of a version were last read from, by memory alone; empty: they never were.
    default Optional<Driven> place(ComponentId component) {
        return Optional.empty();
    }

    /// @param values of the columns, in their order; empty where the row has none
    record FeatureRow(List<OptionalDouble> values) {
        public FeatureRow {
            values = List.copyOf(values);
        }
    }

    static Problem away(ComponentId component, String... why) {
        return Problem.of(Code.FEATURES_AWAY, "Rows of " + component + " cannot be read.")
                .because(why)
                .tryThis("lastgood explain " + Code.FEATURES_AWAY.id());
    }
}
