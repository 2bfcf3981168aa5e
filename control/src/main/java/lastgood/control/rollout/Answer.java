package lastgood.control.rollout;

import lastgood.core.problem.Problem;
import lastgood.core.rollout.State;

/// What a loop made of an event.
public sealed interface Answer {
    /// @param recorded false: a retreat that works already, but could not be written down yet
    record Changed(State state, boolean recorded) implements Answer {}

    /// There was nothing to do.
    record Same(State state) implements Answer {}

    record Refused(Problem problem) implements Answer {}
}
