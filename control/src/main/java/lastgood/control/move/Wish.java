package lastgood.control.move;

import java.util.Optional;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.release.Actor;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;

/// What somebody wants to be moved.
///
/// @param loop of the service that it is about; empty: it is about components
/// @param asked what that service is told; empty: it is there already
record Wish(
        Optional<ServiceLoop> loop, Optional<Event> asked, Moves moves, Actor by, String reason) {
    /// Something new goes out.
    boolean isForward() {
        return asked.filter(Event.Started.class::isInstance).isPresent();
    }
}
