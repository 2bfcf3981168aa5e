package lastgood.core.stack.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.stack.StackEntry;
import lastgood.core.stack.StackMove;
import lastgood.core.stack.Stacks;

/// One line of what everybody read, and by what that changed.
///
/// @param version that everybody read from then on; empty: there was none
/// @param move its number
/// @param services that were in the move
public record Turn(
        Instant at,
        How how,
        Optional<String> version,
        Optional<String> from,
        Optional<Integer> move,
        Actor by,
        String why,
        List<Moved> services) {

    public Turn {
        services = List.copyOf(services);
    }

    public enum How {
        /// A stack says now that everybody reads one version.
        SHARED,
        /// No stack says so any more.
        UNSHARED,
        /// The version that served already is what everybody reads.
        ADOPTED,
        /// A move brought it.
        MOVED,
        /// A move was begun and taken back.
        UNDONE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param from what served before; empty: nothing did, or it stayed
    /// @param to the release that it went to, or stayed on
    public record Moved(
            ServiceName service, Optional<ReleaseId> from, Optional<ReleaseId> to, String how) {}

    /// Oldest first.
    static List<Turn> all(
            String component,
            List<StackEntry> entries,
            SortedMap<ServiceName, List<HistoryLine>> histories) {
        var turns = new ArrayList<Turn>();
        var begun = new HashMap<Integer, StackMove>();
        var before = Stacks.NONE;
        for (var entry : entries) {
            if (entry instanceof StackEntry.Begun(_, var move)) {
                begun.put(move.number(), move);
            }
            var after = before.after(entry);
            new Step(component, before, after, histories).turn(entry, begun).ifPresent(turns::add);
            before = after;
        }
        return turns;
    }

    /// The last that was written down of those until then. What was taken back changed nothing.
    static Optional<Turn> inForce(List<Turn> turns, Instant moment) {
        return turns.reversed().stream()
                .filter(turn -> turn.how() != How.UNDONE && !turn.at().isAfter(moment))
                .findFirst();
    }

    private record Step(
            String component,
            Stacks before,
            Stacks after,
            SortedMap<ServiceName, List<HistoryLine>> histories) {

        Optional<Turn> turn(StackEntry entry, Map<Integer, StackMove> begun) {
            return switch (entry) {
                case StackEntry.Declared(var at, var by, var stack) ->
                        declared().map(how -> plain(at, how, by, "stack " + stack.name()));
                case StackEntry.Adopted(var at, var by, var name, var version)
                        when name.equals(component) ->
                        Optional.of(plain(at, How.ADOPTED, by, version + " served already"));
                case StackEntry.Switched(_, var move) when isIn(move) ->
                        Optional.of(moved(move.at(), How.MOVED, move, why(move), services(move)));
                case StackEntry.Undone(var at, var number, var why) ->
                        Optional.ofNullable(begun.get(number))
                                .filter(this::isIn)
                                .map(move ->
                                        moved(at, How.UNDONE, move, undone(move, why), List.of()));
                case StackEntry.Adopted _,
                        StackEntry.Switched _,
                        StackEntry.Begun _,
                        StackEntry.Ended _ ->
                        Optional.empty();
            };
        }

        private Optional<How> declared() {
            boolean was = before.exclusive().contains(component);
            boolean is = after.exclusive().contains(component);
            return was == is ? Optional.empty() : Optional.of(is ? How.SHARED : How.UNSHARED);
        }

        private Turn plain(Instant at, How how, Actor by, String why) {
            return turn(at, how, Optional.empty(), by, why, List.of());
        }

        private Turn moved(Instant at, How how, StackMove move, String why, List<Moved> services) {
            return turn(at, how, Optional.of(move.number()), move.by(), why, services);
        }

        private Turn turn(
                Instant at,
                How how,
                Optional<Integer> move,
                Actor by,
                String why,
                List<Moved> services) {
            return new Turn(
                    at,
                    how,
                    Optional.ofNullable(after.live().get(component)),
                    Optional.ofNullable(before.live().get(component)),
                    move,
                    by,
                    why,
                    services);
        }

        private boolean isIn(StackMove move) {
            return move.components().stream().anyMatch(c -> c.component().equals(component));
        }

        private static String undone(StackMove move, String why) {
            return why(move) + "; taken back: " + why;
        }

        private static String why(StackMove move) {
            var moves =
                    String.join(", ", move.components().stream().map(c -> c.toString()).toList());
            return moves + (move.why().isBlank() ? "" : ": " + move.why());
        }

        private List<Moved> services(StackMove move) {
            return move.services().stream().map(part -> service(move, part)).toList();
        }

        private Moved service(StackMove move, StackMove.OfService part) {
            // Of earlier versions of lastgood the one that was asked for may be a moment older than
            // its move.
            var asked = part.event().at();
            var was = live(part, line -> line.at().isBefore(asked));
            var is = live(part, line -> !line.at().isAfter(move.at()));
            return switch (part.event()) {
                case Event.Moved moved -> went(part, was, Optional.of(moved.to()), "moved");
                case Event.RolledBack back ->
                        went(part, was, back.to().or(() -> is), "rolled back");
                case Event.Started started ->
                        went(part, was, Optional.of(started.release()), "started");
                default -> went(part, was, was, "stayed"); // it reads another version
            };
        }

        private Optional<ReleaseId> live(StackMove.OfService part, Predicate<HistoryLine> until) {
            return histories.getOrDefault(part.service(), List.of()).stream()
                    .filter(until)
                    .findFirst()
                    .flatMap(HistoryLine::live);
        }

        private static Moved went(
                StackMove.OfService part,
                Optional<ReleaseId> was,
                Optional<ReleaseId> to,
                String how) {
            return new Moved(part.service(), was.filter(r -> !to.equals(was)), to, how);
        }
    }
}
