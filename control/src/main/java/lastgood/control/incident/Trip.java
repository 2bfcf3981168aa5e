package lastgood.control.incident;

import java.time.Instant;
import java.util.List;
import lastgood.core.port.Journal.Entry;
import lastgood.core.rollout.Command;

/// What the journal tells of one trip: all that its incident is opened with.
public record Trip(Instant at, Command.OpenIncident open) {

    /// Those that an entry tells of.
    public static List<Trip> in(Entry entry) {
        return entry.decision().commands().stream()
                .filter(Command.OpenIncident.class::isInstance)
                .map(Command.OpenIncident.class::cast)
                .map(open -> new Trip(entry.event().at(), open))
                .toList();
    }
}
