package lastgood.control.move;

import java.util.Optional;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.release.Actor;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;

/// What somebody wants to be moved.
///
/// @param asked what the service itself is told; empty: it is there already
record Wish(ServiceLoop loop, Optional<Event> asked, Moves moves, Actor by, String reason) {
    /// Something new goes out.
    boolean isForward() {
        return asked.filter(Event.Started.class::isInstance).isPresent();
    }
}
