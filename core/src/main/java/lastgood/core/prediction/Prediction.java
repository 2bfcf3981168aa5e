package lastgood.core.prediction;

import java.util.List;
import java.util.OptionalInt;

/// What an answer said and how it came about: all that a label needs weeks later, carried in the prediction id.
///
/// @param atMillis when it was answered, milliseconds since 1970
/// @param release number of the release that answered
/// @param rollout number of the rollout it was counted in; 0: none was under way
/// @param step which step of it, from 0; the last is the bake
/// @param arm which side it was assigned to
/// @param shielded the candidate failed and live answered: counts as a wrong answer of the candidate
/// @param keySlot where the sticky key falls in the key maps, 0..65535; empty: no key was sent
/// @param values predicted, one a row; empty where the request had more rows than an id can carry
/// @param nonce makes two predictions of one millisecond differ
public record Prediction(
        long atMillis,
        int release,
        int rollout,
        int step,
        Arm arm,
        boolean shielded,
        OptionalInt keySlot,
        List<Value> values,
        int nonce) {
    /// More rows than this get no labels.
    public static final int MOST_ROWS = 64;

    public Prediction {
        values = List.copyOf(values);
        if (values.size() > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "an id carries at most " + MOST_ROWS + " values, got " + values.size());
        }
    }

    /// The same with long texts by their hashes, as an id carries them.
    Prediction carried() {
        return new Prediction(
                atMillis,
                release,
                rollout,
                step,
                arm,
                shielded,
                keySlot,
                values.stream().map(Value::carried).toList(),
                nonce);
    }
}
