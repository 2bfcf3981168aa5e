package lastgood.control.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lastgood.control.errand.Errands;
import lastgood.control.rollout.EndedRollout;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.guard.Ceiling;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Evidence;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Judge;
import lastgood.core.guard.Place;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Situation;
import lastgood.core.port.RouteBoard;
import lastgood.core.prediction.Arm;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the guards of every watched rollout, at short intervals and with every label that comes in.
///
/// The methods may be looked at as often as one likes, so looking early costs nothing but time.
public final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Services services;
    private final EvidenceDesk evidence;
    private final RouteBoard board;
    private final Loads loads;
    private final InstantSource clock;
    private final Map<ServiceName, Patience> patience = new ConcurrentHashMap<>();
    private final Map<ServiceName, Integer> lastWatched = new ConcurrentHashMap<>();
    private final Map<ServiceName, Event.Judged> lastRead = new ConcurrentHashMap<>();
    private final Errands errands;
    private volatile boolean closed;

    /// @param board whose leases are renewed with every round
    public Watcher(
            Services services,
            EvidenceDesk evidence,
            RouteBoard board,
            Loads loads,
            InstantSource clock,
            Errands errands) {
        this.services = services;
        this.evidence = evidence;
        this.board = board;
        this.loads = loads;
        this.clock = clock;
        this.errands = errands;
    }

    public void start() {
        errands.now(this::round);
    }

    /// Reads one service's guards now and lets its loop decide.
    public void look(ServiceLoop loop) {
        var state = loop.state();
        var watched = state.phase().watched();
        if (watched.isPresent()) {
            lastWatched.put(loop.service(), watched.get().number());
            loop.handle(judge(loop.service(), state.phase(), watched.get()));
        } else {
            loop.handle(new Event.Ticked(clock.instant()));
        }
    }

    /// What the guards say now; nothing where no rollout is watched.
    public Optional<Event.Judged> judge(ServiceName service, State state) {
        return state.phase().watched().map(rollout -> judge(service, state.phase(), rollout));
    }

    /// A gateway's "no", with what the gateway cannot see: whether live breaks the limit as well.
    public Event.Vetoed vetoed(ServiceLoop loop, Route.Veto veto, List<Reading> readings) {
        var beside = beside(loop, veto.rollout());
        var more =
                readings.stream()
                        .map(r -> r.withLiveToo(beside.getOrDefault(r.guard(), r.liveToo())))
                        .toList();
        return new Event.Vetoed(clock.instant(), veto, more);
    }

    /// What is known of live, by guard, in the rollout that is watched or was until now; nothing of another one.
    private Map<Guard, OptionalDouble> beside(ServiceLoop loop, int number) {
        var phase = loop.state().phase();
        var service = loop.service();
        var readings =
                phase.watched()
                        .filter(rollout -> rollout.number() == number)
                        .map(rollout -> read(service, rollout, situation(phase, rollout, Set.of())))
                        .or(() ->
                                loop.ended()
                                        .filter(e -> e.rollout().number() == number)
                                        .map(e -> read(service, e.rollout(), situation(e))));
        return readings.orElse(List.of()).stream()
                .collect(Collectors.toMap(Reading::guard, Reading::liveToo));
    }

    /// What all guards of a rollout that is over said when it ended. Whoever ended it had not asked them all, so the last
    /// look at it fills in; after a restart what was counted and labelled does.
    public List<Reading> lastSaid(ServiceName service, EndedRollout ended) {
        var rollout = ended.rollout();
        if (ended.readings().size() == rollout.terms().guards().all().size()) {
            return ended.readings();
        }
        var last =
                Optional.ofNullable(lastRead.get(service))
                        .filter(j -> j.rollout() == rollout.number())
                        .map(Event.Judged::readings)
                        .orElseGet(() -> read(service, rollout, situation(ended)));
        return last.stream().map(r -> said(ended, r.guard()).orElse(r)).toList();
    }

    private static Optional<Reading> said(EndedRollout ended, Guard guard) {
        return ended.readings().stream().filter(r -> r.guard().equals(guard)).findFirst();
    }

    /// What a rollout's shadow has seen.
    public Optional<Comparison> compared(ServiceName service, int rollout) {
        return evidence.evidence(service, rollout).compared();
    }

    private List<Reading> read(ServiceName service, Rollout rollout, Situation situation) {
        var found = evidence.evidence(service, rollout.number());
        return Judge.read(rollout.terms().guards(), situation, found);
    }

    /// Writes down what was counted, once more, before the server stops.
    @Override
    public void close() {
        closed = true;
        checkpoint();
    }

    /// Whatever goes wrong in one round, there is a next one.
    private void round() {
        try {
            lookAtAll();
        } finally {
            if (!closed) {
                errands.later(LOOK, this::round);
            }
        }
    }

    private void lookAtAll() {
        for (var loop : services.all()) {
            try {
                look(loop);
                board.renew(loop.service()); // Only here: whoever hangs or fails in a look has not
                // watched.
            } catch (RuntimeException e) {
                LOG.error("{}: the guards could not be read", loop.service(), e);
            }
        }
        checkpoint();
    }

    private void checkpoint() {
        lastWatched.forEach(evidence::checkpoint);
    }

    private Event.Judged judge(ServiceName service, Phase phase, Rollout rollout) {
        var now = clock.instant();
        var found = evidence.evidence(service, rollout.number());
        var guards = rollout.terms().guards();
        var situation = situation(phase, rollout, Set.of());
        var readings = Judge.read(guards, situation, found);
        var overdue = overdue(service, phase, rollout, found, now);
        if (!overdue.isEmpty()) {
            readings = Judge.read(guards, situation(phase, rollout, overdue), found);
        }
        var judged =
                new Event.Judged(
                        now,
                        rollout.number(),
                        phase.step(),
                        readings,
                        requests(found, rollout, phase.step()),
                        Judge.ceilings(guards, situation, found),
                        found.compared(),
                        loads.of(service, rollout.candidate()));
        lastRead.put(service, judged);
        return judged;
    }

    private Set<String> overdue(
            ServiceName service, Phase phase, Rollout rollout, Evidence found, Instant now) {
        var waiting = patience.computeIfAbsent(service, _ -> new Patience());
        return rollout.terms().guards().all().stream()
                .filter(guard -> {
                    long heard = evidence.heard(service, rollout, guard.signal(), found);
                    return waiting.isOver(phase, rollout, guard, heard, now);
                })
                .map(Guard::name)
                .collect(Collectors.toSet());
    }

    private static Situation situation(Phase phase, Rollout rollout, Set<String> overdue) {
        return situation(rollout, phase.step(), phase.ceilings(), overdue);
    }

    private static Situation situation(EndedRollout ended) {
        return situation(ended.rollout(), ended.step(), ended.ceilings(), Set.of());
    }

    private static Situation situation(
            Rollout rollout, int step, List<Ceiling> ceilings, Set<String> overdue) {
        return new Situation(
                rollout.terms().steps().stream().map(Share::fraction).toList(),
                step,
                rollout.returnTo().isPresent(),
                ceilings,
                overdue);
    }

    /// In a step every request counts; at 100 % those that the release itself answered; in shadow those that both did.
    private static long requests(Evidence evidence, Rollout rollout, int step) {
        if (rollout.terms().isShadow(step)) {
            return evidence.compared().map(Comparison::answers).orElse(0L);
        }
        var traffic = evidence.traffic(new Place(step, Arm.CANDIDATE));
        return step == rollout.terms().lastStep() ? traffic.answered() : traffic.requests();
    }
}
