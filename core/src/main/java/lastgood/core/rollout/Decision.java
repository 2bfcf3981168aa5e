package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Problem;

/// What follows from a state and an event.
public sealed interface Decision {
    /// The state then, whatever was decided.
    default State after(State before) {
        return this instanceof Changed changed ? changed.next() : before;
    }

    /// Nothing to do: late, repeated, or about somebody else.
    record Nothing() implements Decision {}

    /// The event is turned down; the state stays.
    record Refused(Problem problem) implements Decision {}

    /// @param commands in the order in which they are carried out
    /// @param retreat act first, then write down; otherwise the other way round
    record Changed(State next, List<Command> commands, Optional<HistoryLine> line, boolean retreat)
            implements Decision {
        public Changed {
            commands = List.copyOf(commands);
        }
    }
}
