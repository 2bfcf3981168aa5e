package lastgood.core.release;

/// The key of one entity in a feature table.
public sealed interface FeatureKey {
    record Whole(long value) implements FeatureKey {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    record Text(String value) implements FeatureKey {
        @Override
        public String toString() {
            return "'" + value + "'";
        }
    }
}
