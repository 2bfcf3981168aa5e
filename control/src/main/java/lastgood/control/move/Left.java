package lastgood.control.move;

import lastgood.core.problem.Problem;

/// A component that an undone move has left where it may not be.
///
/// @param at for people: where its world says it is
record Left(String component, String belongs, String at, Problem why) {
    @Override
    public String toString() {
        return component + " belongs at " + belongs + ", " + at + ": " + why.cause();
    }
}
