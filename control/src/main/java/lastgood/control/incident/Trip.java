package lastgood.control.incident;

import java.time.Instant;
import java.util.List;
import lastgood.core.port.Journal.Entry;
import lastgood.core.rollout.Command;

/// What the journal tells of one trip: all that its incident is opened with.
public record Trip(Instant at, Command.OpenIncident open) {

    /// Those of a journal, oldest first.
    public static List<Trip> in(List<Entry> entries) {
        return entries.stream()
                .flatMap(entry ->
                        entry.decision().commands().stream()
                                .filter(Command.OpenIncident.class::isInstance)
                                .map(Command.OpenIncident.class::cast)
                                .map(open -> new Trip(entry.event().at(), open)))
                .toList();
    }
}
