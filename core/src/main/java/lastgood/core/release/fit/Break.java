package lastgood.core.release.fit;

import java.util.Optional;

/// One rule on which callers of a release rely and which another release does not keep.
///
/// @param column empty: the rule is about the tensor as a whole
/// @param was what the schema says that callers know
/// @param is what it says where they would come
public record Break(
        Side side, String tensor, Optional<String> column, Rule rule, String was, String is) {

    /// `input X mean radius has another unit (mm → cm)`
    public String sentence() {
        return side.tensor()
                + " "
                + tensor
                + column.map(c -> " " + c).orElse("")
                + " "
                + rule.sentence(side)
                + " ("
                + was
                + " → "
                + is
                + ")";
    }
}
