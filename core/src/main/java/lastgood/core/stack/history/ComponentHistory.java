package lastgood.core.stack.history;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.stack.StackEntry;

/// The past of one component. A moment is told as the services' own histories tell it: a move happens for the component
/// when it happens for whoever is in it.
///
/// @param turns of the version that everybody reads, oldest first
/// @param reads by the time at which they began, then by service
public record ComponentHistory(List<Turn> turns, List<Read> reads) {

    public ComponentHistory {
        turns = List.copyOf(turns);
        reads = List.copyOf(reads);
    }

    /// @param entries the book of stacks, oldest first
    /// @param histories of all services, each newest first
    public static ComponentHistory of(
            String component,
            List<StackEntry> entries,
            SortedMap<ServiceName, List<HistoryLine>> histories,
            Pinned pinned) {
        var turns = Turn.all(component, entries, histories);
        var reads =
                histories.entrySet().stream()
                        .flatMap(e ->
                                new Reading(e.getKey(), e.getValue().reversed(), turns, pinned)
                                        .reads().stream())
                        .sorted(
                                Comparator.comparing(Read::from)
                                        .thenComparing(read -> read.service().text())
                                        .thenComparing(Read::role))
                        .toList();
        return new ComponentHistory(turns, reads);
    }

    /// What was true at a moment: the turn that was the last one then, and who read it.
    public ComponentHistory at(Instant moment) {
        return new ComponentHistory(
                Turn.inForce(turns, moment).stream().toList(),
                reads.stream().filter(read -> read.covers(moment)).toList());
    }
}
