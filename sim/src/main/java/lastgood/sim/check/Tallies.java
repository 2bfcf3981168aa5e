package lastgood.sim.check;

import static lastgood.sim.Broken.unless;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.port.Counts;
import lastgood.core.port.Journal.Entry;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.State;
import lastgood.gateway.recording.Noted;
import lastgood.sim.Reach;
import lastgood.sim.Trace;
import lastgood.sim.world.Life;

/// The simulator's own count of one service's evidence, held against what the guards are shown.
final class Tallies {
    private final ServiceName service;
    private final Counts disk;
    private final Trace trace;
    private final Map<Seat, Long> noted = new HashMap<>();
    private final Map<Integer, Set<Integer>> given = new HashMap<>();
    private final Map<Integer, Set<Integer>> acked = new HashMap<>();

    private final Map<Integer, Set<Integer>> paired = new HashMap<>();
    private final Set<Integer> beside = new HashSet<>();

    private record Seat(int life, int rollout, int step, boolean own) {}

    Tallies(ServiceName service, Counts disk, Trace trace) {
        this.service = service;
        this.disk = disk;
        this.trace = trace;
    }

    void noted(Life life, Route.Watch watch, Noted.Answer answer) {
        count(new Seat(life.number(), watch.rollout(), watch.step(), false));
        if (answer == Noted.Answer.OWN) {
            count(new Seat(life.number(), watch.rollout(), watch.step(), true));
        }
    }

    /// A step that is left by itself had its requests: really, not only in what the guards were shown.
    void seen(Entry entry) {
        boolean rises =
                entry.decision().line().filter(l -> l.how().equals("step")).isPresent()
                        || entry.decision()
                                .line()
                                .filter(l -> l.how().equals("promote"))
                                .isPresent();
        var rollout = entry.decision().next().phase().watched();
        if (rises && rollout.isPresent() && entry.event() instanceof Event.Judged j) {
            long came =
                    noted.entrySet().stream()
                            .filter(e -> e.getKey().rollout() == j.rollout())
                            .filter(e -> e.getKey().step() == j.step() && !e.getKey().own())
                            .mapToLong(Map.Entry::getValue)
                            .sum();
            unless(
                    came >= rollout.get().terms().least(j.step()),
                    "7",
                    "a step is left after " + came + " requests: " + entry);
        }
    }

    void paired(Prediction candidate) {
        paired.computeIfAbsent(candidate.rollout(), _ -> new HashSet<>()).add(candidate.nonce());
    }

    void labelled(Prediction prediction, boolean isAcked) {
        if (prediction.rollout() == 0) {
            beside.add(prediction.nonce());
        } else if (prediction.keySlot().isEmpty()) {
            (isAcked ? acked : given)
                    .computeIfAbsent(prediction.rollout(), _ -> new HashSet<>())
                    .add(prediction.nonce());
        }
    }

    /// Every request of this process counts, and of earlier ones those that were written down; every label counts once.
    void look(Life life, State state) throws IOException {
        var watched = state.phase().watched();
        if (watched.isPresent()) {
            requests(life, state, watched.get());
        }
        for (int rollout : new TreeSet<>(given.keySet())) {
            labels(life, rollout);
        }
        for (int rollout : new TreeSet<>(paired.keySet())) {
            pairs(life, rollout);
        }
    }

    /// No pair counts that nobody labelled, and none twice. What a process had not written down when it ended is gone.
    private void pairs(Life life, int rollout) throws IOException {
        long heard = life.ports().labels().pairs(service, rollout).heard();
        long most =
                paired.getOrDefault(rollout, Set.of()).stream().filter(beside::contains).count();
        unless(
                heard <= most,
                "28",
                heard + " pairs count in rollout " + rollout + ", of at most " + most);
        if (heard > 0) {
            trace.reach(Reach.PAIR_LABELLED);
        }
    }

    private void requests(Life life, State state, Rollout watched) throws IOException {
        int rollout = watched.number();
        int step = state.phase().step();
        boolean own = step == watched.terms().lastStep();
        boolean shadow = watched.terms().isShadow(step);
        long before = 0;
        for (var count : disk.of(service, rollout)) {
            if (!count.gateway().equals("life " + life.number())) {
                before += shadow ? compared(count) : requests(count, step, own);
            }
        }
        if (before > 0) {
            trace.reach(Reach.EVIDENCE_OF_AN_EARLIER_LIFE);
        }
        long truth = before + noted.getOrDefault(new Seat(life.number(), rollout, step, own), 0L);
        long seen = life.control().desks().watcher().judge(service, state).orElseThrow().requests();
        unless(
                seen == truth,
                "28",
                "guards see " + seen + " requests of " + truth + " in rollout " + rollout);
    }

    private static long requests(Count count, int step, boolean own) {
        var traffic = count.traffic().get(new Place(step, Arm.CANDIDATE));
        return traffic == null ? 0 : own ? traffic.answered() : traffic.requests();
    }

    private static long compared(Count count) {
        return count.compared().map(Comparison::answers).orElse(0L);
    }

    private void labels(Life life, int rollout) throws IOException {
        long seen =
                life.ports().labels().tally(service, rollout).units().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        int most = given.getOrDefault(rollout, Set.of()).size();
        int least = acked.getOrDefault(rollout, Set.of()).size();
        unless(
                least <= seen && seen <= most,
                "28",
                seen + " labels count in rollout " + rollout + ", of " + least + " to " + most);
    }

    private void count(Seat seat) {
        noted.merge(seat, 1L, Long::sum);
    }
}
