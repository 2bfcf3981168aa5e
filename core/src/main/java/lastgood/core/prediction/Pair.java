package lastgood.core.prediction;

import java.util.List;

/// What a candidate in shadow said to a request that live has answered. A label of live's answer is one of this, too.
///
/// @param id live's prediction id, which its caller has
/// @param candidate what the candidate said, and where it counts; shielded: it gave no answer, which is wrong in every
///     row, and the values are live's
public record Pair(String id, Prediction candidate) {
    public Pair {
        if (candidate.values().isEmpty()) {
            throw new IllegalArgumentException("nothing that a label could be of: " + id);
        }
        candidate = candidate.carried();
    }

    /// Whether a label that fits what live said fits what the candidate said: as many rows, each of the same kind.
    public static boolean fits(List<Value> live, List<Value> candidate) {
        if (live.isEmpty() || live.size() != candidate.size()) {
            return false;
        }
        for (int row = 0; row < live.size(); row++) {
            if (!live.get(row).comparableWith(candidate.get(row))) {
                return false;
            }
        }
        return true;
    }

    public int rows() {
        return candidate.values().size();
    }

    /// Whether the candidate was wrong in a row that is labelled so.
    public boolean isWrong(int row, Value label) {
        return candidate.shielded() || !candidate.values().get(row).sameAs(label);
    }
}
