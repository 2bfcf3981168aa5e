package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.stack.history.ComponentHistory;
import lastgood.core.stack.history.Read;

/// Which version of a component was live when, and which release served with which version.
///
/// @param since when its first version was applied
/// @param at the moment that was asked for; null: all of its past is told
/// @param turns newest first; for a moment, the one that was the last then
/// @param reads newest first; for a moment, those that were true then
public record ComponentHistoryView(
        String component,
        Instant since,
        Optional<Instant> at,
        List<Turn> turns,
        List<Reader> reads) {

    public ComponentHistoryView {
        turns = List.copyOf(turns);
        reads = List.copyOf(reads);
    }

    /// What everybody read from then on.
    ///
    /// @param how `shared`: it has one live version from then on; `unshared`: it is read side by side from then on;
    ///     `adopted`: the version that served already is the one that everybody reads; `moved`; `undone`: a move was begun
    ///     and taken back
    /// @param version null: nothing was read by everybody
    /// @param from the one before
    /// @param move its number; null: no move did it
    /// @param services that were in the move
    public record Turn(
            Instant at,
            String how,
            Optional<String> version,
            Optional<String> from,
            Optional<Integer> move,
            String by,
            String why,
            List<Moved> services) {
        public Turn {
            services = List.copyOf(services);
        }
    }

    /// @param from what served before; null: nothing did, or it stayed
    /// @param to what served from then on, or what was tried
    /// @param how `moved, rolled back, started, stayed`
    public record Moved(String service, Optional<String> from, Optional<String> to, String how) {}

    /// @param role `live` or `candidate`
    /// @param version null: it is not known any more
    /// @param note why it is not known
    /// @param until null: it still is so
    public record Reader(
            String service,
            String release,
            String role,
            Optional<String> version,
            Optional<String> note,
            Instant from,
            Optional<Instant> until) {}

    /// @param since when its first version was applied
    /// @param at only what was true then
    public static ComponentHistoryView of(
            String component, Instant since, ComponentHistory all, Optional<Instant> at) {
        var shown = at.map(all::at).orElse(all);
        return new ComponentHistoryView(
                component,
                since,
                at,
                shown.turns().reversed().stream().map(ComponentHistoryView::of).toList(),
                shown.reads().reversed().stream().map(ComponentHistoryView::of).toList());
    }

    private static Turn of(lastgood.core.stack.history.Turn turn) {
        return new Turn(
                turn.at(),
                turn.how().text(),
                turn.version(),
                turn.from(),
                turn.move(),
                turn.by().text(),
                turn.why(),
                turn.services().stream()
                        .map(s ->
                                new Moved(
                                        s.service().text(),
                                        s.from().map(ReleaseId::name),
                                        s.to().map(ReleaseId::name),
                                        s.how()))
                        .toList());
    }

    private static Reader of(Read read) {
        return new Reader(
                read.service().text(),
                read.release().name(),
                read.role().text(),
                read.version(),
                read.note(),
                read.from(),
                read.until());
    }
}
