package lastgood.control.move;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Problem;

/// How far the components of a move came in their own worlds.
///
/// @param problem why it went no further; empty: all are where they should be
/// @param touched those that may not be where they were any more, in the order in which they moved
record Went(Optional<Problem> problem, List<String> touched) {
    Went {
        touched = List.copyOf(touched);
    }
}
