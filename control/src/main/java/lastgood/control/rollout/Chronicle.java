package lastgood.control.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Reading;
import lastgood.core.port.Journal.Entry;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.State;

/// What a service's entries tell when they are read in order: its history, and how its last rollout ended.
final class Chronicle {
    private final List<HistoryLine> lines = new ArrayList<>();
    private Optional<EndedRollout> last = Optional.empty();

    void add(State before, Entry entry) {
        var decision = entry.decision();
        decision.line().ifPresent(lines::add);
        var ended = before.phase().watched();
        if (ended.isPresent() && !ended.equals(decision.next().phase().watched())) {
            decision.line()
                    .ifPresent(line ->
                            last =
                                    Optional.of(
                                            new EndedRollout(
                                                    ended.get(),
                                                    before.phase().step(),
                                                    before.phase().ceilings(),
                                                    line,
                                                    readings(entry.event()))));
        }
    }

    /// Newest first.
    List<HistoryLine> lines() {
        return List.copyOf(lines.reversed());
    }

    Optional<EndedRollout> last() {
        return last;
    }

    private static List<Reading> readings(Event event) {
        return switch (event) {
            case Event.Judged j -> j.readings();
            case Event.Vetoed v -> v.readings();
            case Event.Promoted p -> p.judged().readings();
            case Event.Applied _,
                    Event.Created _,
                    Event.Started _,
                    Event.Paused _,
                    Event.Resumed _,
                    Event.Stopped _,
                    Event.RolledBack _,
                    Event.Held _,
                    Event.Unheld _,
                    Event.Pruned _,
                    Event.Moved _,
                    Event.Rebound _,
                    Event.Lapsed _,
                    Event.PutBack _,
                    Event.Served _,
                    Event.Missed _,
                    Event.Unready _,
                    Event.Ticked _,
                    Event.Restarted _ ->
                    List.of();
        };
    }
}
