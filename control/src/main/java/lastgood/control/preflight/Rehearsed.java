package lastgood.control.preflight;

import java.time.Duration;
import java.util.List;
import lastgood.core.drill.Step;

/// What a rehearsal of one release came to.
///
/// @param took from the first step to the last, and all that lies between
public record Rehearsed(List<Step> steps, List<Piece> pieces, Duration took) {
    public Rehearsed {
        steps = List.copyOf(steps);
        pieces = List.copyOf(pieces);
    }

    /// Why the release could not serve; none where it could.
    public List<String> reasons() {
        return steps.stream().filter(Step::isFailed).map(Step::found).toList();
    }

    /// Whether nothing at all is wrong.
    boolean isSound() {
        return reasons().isEmpty() && remarks().isEmpty();
    }

    /// What is wrong although the release could serve.
    public List<String> remarks() {
        return pieces.stream()
                .filter(piece -> piece.trouble().isPresent() && !piece.isNeeded())
                .map(piece -> piece + "; it could serve without")
                .toList();
    }
}
