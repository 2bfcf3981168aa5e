package lastgood.control.rollout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.control.binding.Binder;
import lastgood.core.port.Releases;
import lastgood.core.port.Standby;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.State;
import lastgood.core.rollout.WayBack;
import lastgood.wire.file.Defaults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps loaded and warm what may have to serve: what does, what is tried, and what a rollback would go to.
public final class StandbyKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyKeeper.class);

    private static final String NO_WAY_BACK = "there is no release to go back to yet";

    private final Standby standby;
    private final Binder binder;
    private final Releases releases;
    private final Function<ServiceName, State> states;
    private final WaysBack waysBack;
    private final Map<ServiceName, Lock> turns = new ConcurrentHashMap<>();

    public StandbyKeeper(
            Standby standby,
            Releases releases,
            Binder binder,
            Function<ServiceName, State> states,
            WaysBack waysBack) {
        this.standby = standby;
        this.binder = binder;
        this.releases = releases;
        this.states = states;
        this.waysBack = waysBack;
    }

    /// Loads what a state needs and lets go of the rest. A state that is no longer in force changes nothing.
    public void arrange(ServiceName service, State state) {
        var turn = turn(service);
        turn.lock();
        try {
            if (!states.apply(service).equals(state)) {
                return;
            }
            var needed = needed(service, state);
            needed.forEach(id -> load(service, id));
            if (states.apply(service).equals(state)) {
                standby.keep(service, bound(service, needed));
                tellWayBack(service, state);
            }
        } finally {
            turn.unlock();
        }
    }

    /// The gateway knows where to go when control can no more be asked.
    private void tellWayBack(ServiceName service, State state) {
        state.phase()
                .serving()
                .ifPresent(live ->
                        standby.wayBack(
                                service, binder.bound(service, live), wayBack(service, state)));
    }

    private WayBack wayBack(ServiceName service, State state) {
        var target = rollbackTo(service, state);
        boolean back =
                state.phase() instanceof Phase.Returned
                        || state.phase() instanceof Phase.Returning
                        || target.equals(state.phase().serving());
        if (back) {
            return new WayBack.Done();
        }
        return target.<WayBack>map(to -> new WayBack.To(binder.bound(service, to)))
                .orElseGet(() ->
                        new WayBack.Nowhere(waysBack.obstacle(service, state).orElse(NO_WAY_BACK)));
    }

    /// Makes releases ready and does what relies on it. No arranging comes in between: one for the state that is about
    /// to end would let go of them again, and the route would be acknowledged before it can be put up.
    ///
    /// @param next where the service stands then: it says whose answers are held against each other
    public <T> Outcome<T> holding(
            ServiceName service,
            Collection<ReleaseId> releases,
            Phase next,
            Supplier<Outcome<T>> then) {
        return holding(service, releases, next, binder.versions(), then);
    }

    /// @param versions of the components that everybody reads one version of, as they will be then
    public <T> Outcome<T> holding(
            ServiceName service,
            Collection<ReleaseId> releases,
            Phase next,
            SortedMap<String, String> versions,
            Supplier<Outcome<T>> then) {
        var turn = turn(service);
        turn.lock();
        try {
            for (var id : releases) {
                if (prepare(service, id, isCompared(next, id), versions)
                        instanceof Outcome.Refused<ReleaseId>(var problem)) {
                    return Outcome.refused(problem);
                }
            }
            return then.get();
        } finally {
            turn.unlock();
        }
    }

    /// Loads a release and warms it up. Empty: it is ready now; else why it is not.
    public Optional<Problem> load(ServiceName service, ReleaseId id) {
        return load(service, id, binder.versions());
    }

    private Optional<Problem> load(
            ServiceName service, ReleaseId id, SortedMap<String, String> versions) {
        return switch (prepare(
                service, id, isCompared(states.apply(service).phase(), id), versions)) {
            case Outcome.Done<ReleaseId> _ -> Optional.empty();
            case Outcome.Refused<ReleaseId>(var problem) -> {
                LOG.error(
                        "{}: {} cannot be kept ready: {} {}",
                        service,
                        id,
                        problem.what(),
                        problem.why());
                yield Optional.of(problem);
            }
        };
    }

    /// Why a release could not serve if it were asked to. One that is not ready is loaded to see, and let go of again.
    public Optional<Problem> tryOut(ServiceName service, ReleaseId id) {
        return tryOut(service, id, binder.versions());
    }

    /// @param versions of the components that everybody reads one version of, as they would be then
    public Optional<Problem> tryOut(
            ServiceName service, ReleaseId id, SortedMap<String, String> versions) {
        if (standby.isReady(service, binder.bound(service, id, versions))) {
            return Optional.empty();
        }
        var turn = turn(service);
        turn.lock();
        try {
            var problem = load(service, id, versions);
            standby.keep(service, bound(service, needed(service, states.apply(service))));
            return problem;
        } finally {
            turn.unlock();
        }
    }

    private Set<ReleaseId> bound(ServiceName service, Set<ReleaseId> ids) {
        return ids.stream().map(id -> binder.bound(service, id)).collect(Collectors.toSet());
    }

    /// Both arms of a rollout run the same way, or the way would be what is compared.
    private static boolean isCompared(Phase phase, ReleaseId id) {
        var arms = Stream.of(phase.serving(), phase.candidate()).flatMap(Optional::stream);
        return phase.candidate().isPresent() && arms.anyMatch(id::equals);
    }

    private Outcome<ReleaseId> prepare(
            ServiceName service,
            ReleaseId id,
            boolean compared,
            SortedMap<String, String> versions) {
        var standing = states.apply(service).standing();
        var settings = standing.settings().orElse(Defaults.settings());
        var footing = new Standby.Footing(standing.isGood(id), compared);
        try {
            var release = releases.find(service, id);
            return release.isPresent()
                    ? standby.prepare(binder.bind(release.get(), versions), settings, footing)
                    : Outcome.refused(
                            notInStore(service, id, "nothing is stored under " + id.digest()));
        } catch (IOException e) {
            return Outcome.refused(notInStore(service, id, String.valueOf(e.getMessage())));
        }
    }

    /// Where a plain rollback goes.
    public Optional<ReleaseId> rollbackTo(ServiceName service, State state) {
        return waysBack.target(service, state);
    }

    /// Why a rollback could not be done within milliseconds now. Empty: it could.
    public List<String> notReady(ServiceName service, State state) {
        var reasons = new ArrayList<>(binder.unfinished(service));
        var target = rollbackTo(service, state);
        var obstacle = waysBack.obstacle(service, state);
        obstacle.ifPresent(reasons::add);
        if (target.isEmpty() && obstacle.isEmpty()) {
            reasons.add(NO_WAY_BACK);
        }
        target.filter(id -> !standby.isReady(service, binder.bound(service, id)))
                .ifPresent(id -> reasons.add(id + " is not loaded and warm"));
        return reasons;
    }

    private Lock turn(ServiceName service) {
        return turns.computeIfAbsent(service, _ -> new ReentrantLock());
    }

    private Set<ReleaseId> needed(ServiceName service, State state) {
        var needed = new LinkedHashSet<ReleaseId>();
        state.phase().serving().ifPresent(needed::add);
        rollbackTo(service, state).ifPresent(needed::add);
        state.phase().candidate().ifPresent(needed::add);
        return needed;
    }

    private static Problem notInStore(ServiceName service, ReleaseId id, String why) {
        return Problem.of(
                        lastgood.core.problem.Code.NOT_PREPARED,
                        id + " of " + service + " could not be made ready.")
                .because(why);
    }
}
