package lastgood.sim.check;

import static lastgood.sim.Broken.unless;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lastgood.core.port.Journal;
import lastgood.core.port.Journal.Entry;
import lastgood.core.release.Actor;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.State;

/// One service's journal as it is on the disk, read on after every step and held against what must hold of it.
final class Books {
    private final Journal disk;
    private final ServiceName service;
    private final Set<Integer> tripped = new HashSet<>();
    private final Set<Route.Veto> acknowledged = new HashSet<>();
    private final Map<Integer, Integer> automatic = new HashMap<>();
    private State before = State.NEW;
    private State last = State.NEW;
    private int read;

    Books(Journal disk, ServiceName service) {
        this.disk = disk;
        this.service = service;
    }

    /// The entries that are new.
    List<Entry> readOn() {
        var fresh = new ArrayList<Entry>();
        disk.read(service, read, fresh::add);
        fresh.forEach(this::see);
        read += fresh.size();
        return fresh;
    }

    /// Where a process would stand that started now.
    State last() {
        return last;
    }

    /// And where without the last entry.
    State before() {
        return before;
    }

    /// The rollouts that did.
    Set<Integer> tripped() {
        return Set.copyOf(tripped);
    }

    boolean hasTripped(int rollout) {
        return tripped.contains(rollout);
    }

    boolean isAcknowledged(Route.Veto veto) {
        return acknowledged.contains(veto);
    }

    private void see(Entry entry) {
        follows(entry);
        var next = entry.decision().next();
        advancesForAReason(entry);
        for (var command : entry.decision().commands()) {
            switch (command) {
                case Command.OpenIncident open -> tripped.add(open.rollout());
                case Command.Acknowledge(var veto) -> acknowledged.add(veto);
                case Command.Serve _,
                        Command.Verify _,
                        Command.CloseIncident _,
                        Command.Notify _ -> {}
            }
        }
        Exposure.of(next.phase())
                .ifPresent(e -> {
                    unless(!hasTripped(e.rollout()), "9", "a rollout that tripped goes on: " + e);
                    unless(
                            !next.standing().isHeld(e.release()),
                            "11",
                            "a held release is exposed: " + e);
                });
        entry.decision().line().ifPresent(line -> atMostOnce(next, line));
        before = last;
        last = next;
    }

    /// A retreat may have been decided before it was known that the entry in front of it is there.
    private void follows(Entry entry) {
        boolean so =
                Rules.decide(last, entry.event()).equals(entry.decision())
                        || (entry.decision().retreat()
                                && Rules.decide(before, entry.event()).equals(entry.decision()));
        unless(so, "20", "the journal does not lead to what it says: " + entry);
        unless(
                entry.decision().next().standing().epoch() >= last.standing().epoch(),
                "4",
                "an epoch falls: " + entry);
    }

    private void advancesForAReason(Entry entry) {
        var was = Exposure.of(last.phase());
        var is = Exposure.of(entry.decision().next().phase());
        if (!Exposure.rises(was, is)) {
            return;
        }
        boolean reason =
                switch (entry.event()) {
                    case Event.Started _, Event.Resumed _, Event.Promoted _, Event.Judged _ -> true;
                    case Event.Applied _,
                            Event.Created _,
                            Event.Vetoed _,
                            Event.Paused _,
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
                            false;
                };
        unless(reason, "7", "a share rises for no reason: " + entry);
        unless(!entry.decision().retreat(), "7", "an advance that is not written first: " + entry);
    }

    private void atMostOnce(State next, HistoryLine line) {
        boolean byItself = line.by().equals(Actor.SERVER) || line.by().text().startsWith("guard:");
        if (line.how().equals("rollback") && byItself) {
            int times = automatic.merge(next.standing().rollouts(), 1, Integer::sum);
            unless(times == 1, "15", "rolled back by itself once more: " + line);
        }
    }
}
