package lastgood.core.stack.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.stack.history.Pinned.Pin;
import lastgood.core.stack.history.Read.Role;

/// Follows one service through its history, and says what it read of the component.
///
/// @param lines oldest first
record Reading(ServiceName service, List<HistoryLine> lines, List<Turn> turns, Pinned pinned) {

    /// Between two moments at which something changed nothing did.
    List<Read> reads() {
        if (readsNothing()) {
            return List.of();
        }
        var done = new ArrayList<Read>();
        var open = new ArrayList<Read>();
        for (var moment : moments()) {
            var now = now(moment);
            for (var read : List.copyOf(open)) {
                if (now.stream().noneMatch(read::isSame)) {
                    open.remove(read);
                    done.add(read.until(moment));
                }
            }
            now.stream().filter(r -> open.stream().noneMatch(r::isSame)).forEach(open::add);
        }
        done.addAll(open);
        return done;
    }

    /// Most services of a large world have nothing to do with one component.
    private boolean readsNothing() {
        return lines.stream()
                .flatMap(line -> Stream.of(line.live(), line.candidate()))
                .flatMap(Optional::stream)
                .distinct()
                .allMatch(id -> pinned.of(service, id) instanceof Pin.None);
    }

    private TreeSet<Instant> moments() {
        var moments = new TreeSet<Instant>();
        lines.forEach(line -> moments.add(line.at()));
        turns.forEach(turn -> moments.add(turn.at()));
        return moments;
    }

    private List<Read> now(Instant moment) {
        var line =
                lines.reversed().stream()
                        .filter(l -> !l.at().isAfter(moment) && l.movesTraffic())
                        .findFirst();
        if (line.isEmpty()) {
            return List.of();
        }
        var live = Turn.inForce(turns, moment).flatMap(Turn::version);
        return Stream.concat(
                        read(line.get().live(), Role.LIVE, live, moment),
                        read(line.get().candidate(), Role.CANDIDATE, live, moment))
                .toList();
    }

    private Stream<Read> read(
            Optional<ReleaseId> release, Role role, Optional<String> live, Instant from) {
        return release.stream().flatMap(id -> read(id, role, live, from).stream());
    }

    private Optional<Read> read(ReleaseId id, Role role, Optional<String> live, Instant from) {
        return switch (pinned.of(service, id)) {
            case Pin.None() -> Optional.empty();
            case Pin.To to -> Optional.of(read(id, role, from, Optional.of(to.reads(live)), ""));
            case Pin.Unknown(var why) -> Optional.of(read(id, role, from, Optional.empty(), why));
        };
    }

    private Read read(
            ReleaseId id, Role role, Instant from, Optional<String> version, String unknown) {
        var note = Optional.of(unknown).filter(why -> !why.isEmpty());
        return new Read(service, id, role, version, note, from, Optional.empty());
    }
}
