package lastgood.core.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;

/// Services and components that move in one switch: all of them or none.
///
/// @param number counts the moves of this server from 1; it names the moves that drivers are asked for
/// @param epoch the epoch under which every service in it serves from then on
/// @param services what each is told, by name; none is in it twice
/// @param components in the order in which they move
public record StackMove(
        int number,
        Instant at,
        Actor by,
        String why,
        long epoch,
        List<OfService> services,
        List<OfComponent> components) {

    public StackMove {
        services = List.copyOf(services);
        components = List.copyOf(components);
    }

    /// @param event what it is told; it was made for the state the service was in
    public record OfService(ServiceName service, Event event) {}

    /// @param from the version that was live; empty: none was
    /// @param inItsWorld a driver has to move it too
    public record OfComponent(
            String component, Optional<String> from, String to, boolean inItsWorld) {

        @Override
        public String toString() {
            return component + " " + from.orElse("–") + " -> " + to;
        }
    }
}
