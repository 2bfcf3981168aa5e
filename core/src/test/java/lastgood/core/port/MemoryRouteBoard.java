package lastgood.core.port;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.guard.Reading;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Route;

/// A route board without a gateway behind it: remembers what was pinned, and says no when told to.
public final class MemoryRouteBoard implements RouteBoard {
    private final Vetoes vetoes;
    private final Map<ServiceName, Route> routes = new HashMap<>();
    private final List<Route> pinned = new ArrayList<>();
    private final Map<ReleaseId, String> missing = new HashMap<>();
    private final Map<ServiceName, Set<Route.Veto>> unrecorded = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<LapseListener> lapseListeners = new ArrayList<>();
    private final List<PutBackListener> putBackListeners = new ArrayList<>();
    private final Map<ServiceName, ReleaseId> instead = new HashMap<>();
    private final Map<ServiceName, Lease> leases = new HashMap<>();
    private final Set<ServiceName> lapsed = new HashSet<>();
    private long nanos;

    public MemoryRouteBoard() {
        this(new MemoryVetoes());
    }

    /// @param vetoes of before
    public MemoryRouteBoard(Vetoes vetoes) {
        this.vetoes = vetoes;
    }

    /// From now on routes that use this release answer `NotReady`.
    public synchronized void notReady(ReleaseId release, String why) {
        missing.put(release, why);
    }

    public synchronized void ready(ReleaseId release) {
        missing.remove(release);
    }

    /// Says no to what the service's route exposes, as a gateway does that sees the hard limit broken.
    public void veto(ServiceName service, List<Reading> readings) {
        var veto = route(service).flatMap(Route::exposes).orElseThrow();
        vetoes.add(service, veto);
        tell(service, veto, readings);
    }

    /// So much time passes at the gateway, and it looks at its leases.
    public void pass(Duration time) {
        List<ServiceName> due;
        synchronized (this) {
            nanos += time.toNanos();
            due = leases.keySet().stream().filter(s -> !lapsed.contains(s) && isOver(s)).toList();
            lapsed.addAll(due);
        }
        due.forEach(this::tellLapsed);
    }

    private boolean isOver(ServiceName service) {
        return Optional.ofNullable(leases.get(service)).filter(l -> l.isOver(nanos)).isPresent();
    }

    /// Every route that was put up, in order, repetitions left out.
    public synchronized List<Route> pinned() {
        return List.copyOf(pinned);
    }

    /// What callers are answered by: the route, less what a veto forbids and what lapsed.
    public synchronized Optional<Route> serving(ServiceName service) {
        return route(service).map(this::served);
    }

    private Route served(Route route) {
        var unwanted = Route.Veto.ofAny(route.split().live());
        var to = Optional.ofNullable(instead.get(route.service()));
        if (to.isPresent() && vetoes.of(route.service()).contains(unwanted)) {
            return new Route(route.service(), route.epoch(), new Route.Split.Settled(to.get()));
        }
        boolean goesBack = lapsed.contains(route.service()) || forbidden(route).isPresent();
        return route.withdrawn().filter(_ -> goesBack).orElse(route);
    }

    @Override
    public Pinned pin(Route route) {
        var answer = put(route);
        if (answer instanceof Pinned.Done) {
            forbidden(route).ifPresent(veto -> tell(route.service(), veto, List.of()));
            tellLapsed(route.service());
        }
        return answer;
    }

    @Override
    public synchronized Pinned pin(List<Route> together) {
        for (var route : together) {
            if (!(check(route) instanceof Pinned.Done)) {
                return check(route);
            }
        }
        together.forEach(this::pin);
        return new Pinned.Done();
    }

    @Override
    public synchronized Optional<Route> route(ServiceName service) {
        return Optional.ofNullable(routes.get(service));
    }

    @Override
    public synchronized void acknowledge(ServiceName service, Route.Veto veto) {
        vetoes.remove(service, veto);
    }

    /// A fake writes nothing down; what a test says is unrecorded is.
    @Override
    public synchronized Set<Route.Veto> unrecorded(ServiceName service) {
        return unrecorded.getOrDefault(service, Set.of());
    }

    /// From now on these vetoes are in force, but not written down.
    public synchronized void unrecorded(ServiceName service, Set<Route.Veto> vetoes) {
        unrecorded.put(service, Set.copyOf(vetoes));
    }

    @Override
    public synchronized Set<Route.Veto> vetoes(ServiceName service) {
        return vetoes.of(service);
    }

    @Override
    public synchronized void onVeto(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized void renew(ServiceName service) {
        leases.computeIfPresent(service, (_, lease) -> lease.renewed(nanos));
    }

    @Override
    public synchronized void onLapse(LapseListener listener) {
        lapseListeners.add(listener);
    }

    @Override
    public synchronized void onPutBack(PutBackListener listener) {
        putBackListeners.add(listener);
    }

    /// Somebody has the service put back to `to`, as a gateway does that is asked for it itself.
    public void putBack(ServiceName service, ReleaseId to, Instant at, Actor by) {
        PutBack what;
        List<PutBackListener> all;
        synchronized (this) {
            var route = route(service).orElseThrow();
            var exposed =
                    route.split() instanceof Route.Split.Trying t
                            ? t.candidate()
                            : route.split().live();
            vetoes.add(service, route.exposes().orElse(Route.Veto.ofAny(exposed)));
            instead.put(service, to);
            what = new PutBack(service, exposed, to, at, by);
            all = List.copyOf(putBackListeners);
        }
        all.forEach(listener -> listener.putBack(what));
    }

    private void tellLapsed(ServiceName service) {
        List<LapseListener> all;
        synchronized (this) {
            all = lapsed.contains(service) ? List.copyOf(lapseListeners) : List.of();
        }
        long epoch = route(service).map(Route::epoch).orElse(0L);
        all.forEach(listener -> listener.lapsed(service, epoch));
    }

    private void lease(Route route) {
        var service = route.service();
        Lease.of(route, Optional.ofNullable(leases.remove(service)), nanos)
                .ifPresent(lease -> leases.put(service, lease));
        lapsed.remove(service);
        if (isOver(service)) {
            lapsed.add(service);
        }
    }

    private synchronized Pinned put(Route route) {
        var answer = check(route);
        if (answer instanceof Pinned.Done && !route(route.service()).equals(Optional.of(route))) {
            routes.put(route.service(), route);
            lease(route);
            pinned.add(route);
        }
        return answer;
    }

    private Pinned check(Route route) {
        var up = route(route.service());
        if (up.filter(route::equals).isPresent()) {
            return new Pinned.Done();
        }
        if (up.isPresent() && up.get().epoch() >= route.epoch()) {
            return new Pinned.Outrun(up.get().epoch());
        }
        var absent = route.releases().stream().filter(missing::containsKey).findFirst();
        if (absent.isPresent()) {
            return new Pinned.NotReady(absent.get(), missing.getOrDefault(absent.get(), ""));
        }
        return new Pinned.Done();
    }

    private Optional<Route.Veto> forbidden(Route route) {
        return route.exposes().filter(vetoes.of(route.service())::contains);
    }

    private void tell(ServiceName service, Route.Veto veto, List<Reading> readings) {
        List<Listener> all;
        synchronized (this) {
            all = List.copyOf(listeners);
        }
        all.forEach(listener -> listener.vetoed(service, veto, readings));
    }
}
