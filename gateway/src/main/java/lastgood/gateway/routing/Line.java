package lastgood.gateway.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Route;

/// All that routing knows of one service.
///
/// @param loaded releases that are loaded and warm
/// @param up the route that is pinned up, vetoes not considered
/// @param vetoes what this gateway will not serve
/// @param spent vetoes that control has acknowledged while their route was still up: they hold until the next route
/// @param lease until when the route may expose its candidate; empty: it exposes none
/// @param lapsed the lease ran out, and the candidate is withdrawn until a route exposes it no more
/// @param lanes how requests go; empty: nothing is live
public record Line<R>(
        ServiceName service,
        Map<ReleaseId, R> loaded,
        Optional<Route> up,
        Set<Route.Veto> vetoes,
        Set<Route.Veto> spent,
        Optional<HardLimit> limit,
        Optional<Lease> lease,
        boolean lapsed,
        Optional<Lanes<R>> lanes) {

    public Line {
        loaded = Map.copyOf(loaded);
        vetoes = Set.copyOf(vetoes);
        spent = Set.copyOf(spent);
    }

    static <R> Line<R> of(ServiceName service, Set<Route.Veto> vetoes) {
        return new Line<>(
                service,
                Map.of(),
                Optional.empty(),
                vetoes,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /// What the route exposes although a veto forbids it.
    Optional<Route.Veto> forbidden() {
        return up.flatMap(Route::exposes).filter(vetoes::contains);
    }

    /// The releases that `route` may send requests to, also after a retreat.
    static Set<ReleaseId> needs(Route route) {
        return new HashSet<>(route.releases());
    }

    /// The releases without which `route` cannot answer. A gateway that has just started serves with these alone: what
    /// served before it went down does not wait for what stands by.
    static Set<ReleaseId> answering(Route route) {
        return switch (route.split()) {
            case Route.Split.Settled _, Route.Split.Trying _ -> needs(route);
            case Route.Split.Proving p -> Set.of(p.live());
        };
    }

    /// What this route exposed and the next one does not even keep as live: that is a retreat from it. In the same rollout
    /// it is the same release, which reads another version of what it shares.
    static Optional<Route.Veto> left(Route before, Route next) {
        Digest live = next.split().live().digest();
        return before.exposes()
                .filter(veto -> next.exposes().filter(n -> n.rollout() == veto.rollout()).isEmpty())
                .filter(veto -> !live.equals(veto.release()));
    }

    Line<R> load(ReleaseId id, R release) {
        var more = new HashMap<>(loaded);
        more.put(id, release);
        var line = new Line<>(service, more, up, vetoes, spent, limit, lease, lapsed, lanes);
        return up.isPresent() ? line.rerouted() : line;
    }

    Line<R> keep(Set<ReleaseId> releases) {
        var fewer = new HashMap<>(loaded);
        fewer.keySet().retainAll(releases);
        return new Line<>(service, fewer, up, vetoes, spent, limit, lease, lapsed, lanes);
    }

    Line<R> pin(Route route, long now) {
        var still = new HashSet<>(vetoes);
        still.removeAll(spent);
        var next = Lease.of(route, lease, now);
        return new Line<>(
                        service,
                        loaded,
                        Optional.of(route),
                        still,
                        Set.of(),
                        limit,
                        next,
                        next.filter(l -> l.isOver(now)).isPresent(),
                        lanes)
                .rerouted();
    }

    /// Control gave a sign of life.
    Line<R> renew(long now) {
        var next = lease.map(l -> l.renewed(now));
        return new Line<>(
                service,
                loaded,
                up,
                vetoes,
                spent,
                limit,
                next,
                lapsed,
                lanes.map(l -> l.until(next)));
    }

    /// Whether the candidate is to be withdrawn now, and is not yet.
    boolean isDue(long now) {
        return !lapsed && lease.filter(l -> l.isOver(now)).isPresent();
    }

    /// The lease ran out.
    Line<R> lapse() {
        return new Line<>(service, loaded, up, vetoes, spent, limit, lease, true, lanes).rerouted();
    }

    Line<R> veto(Route.Veto veto) {
        var more = new HashSet<>(vetoes);
        more.add(veto);
        return new Line<>(service, loaded, up, more, spent, limit, lease, lapsed, lanes).rerouted();
    }

    Line<R> acknowledge(Route.Veto veto) {
        var still = new HashSet<>(vetoes);
        var held = new HashSet<>(spent);
        if (forbidden().equals(Optional.of(veto))) {
            held.add(veto);
        } else {
            still.remove(veto);
        }
        return new Line<>(service, loaded, up, still, held, limit, lease, lapsed, lanes);
    }

    private Line<R> rerouted() {
        var route = up.orElseThrow();
        boolean goesBack = lapsed || forbidden().isPresent();
        var served =
                route.withdrawn()
                        .filter(_ -> goesBack)
                        .filter(w -> loaded.containsKey(w.split().live()))
                        .orElse(route);
        var next = served.exposes().map(this::limitFor).or(() -> limit);
        return new Line<>(
                service,
                loaded,
                up,
                vetoes,
                spent,
                next,
                lease,
                lapsed,
                Optional.of(lanes(served, next)));
    }

    /// What was counted against a release stays counted, also while it is not exposed.
    private HardLimit limitFor(Route.Veto exposed) {
        return limit.filter(l -> l.veto().equals(exposed)).orElseGet(() -> new HardLimit(exposed));
    }

    private Lanes<R> lanes(Route route, Optional<HardLimit> limit) {
        return switch (route.split()) {
            case Route.Split.Settled s ->
                    new Lanes<>(
                            route,
                            ready(s.live()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            case Route.Split.Trying t ->
                    new Lanes<>(
                            route,
                            ready(t.live()),
                            Optional.of(ready(t.candidate())),
                            limit,
                            lease);
            case Route.Split.Proving p ->
                    new Lanes<>(
                            route,
                            ready(p.live()),
                            p.origin().flatMap(o -> Optional.ofNullable(loaded.get(o))),
                            limit,
                            Optional.empty());
        };
    }

    private R ready(ReleaseId id) {
        return Optional.ofNullable(loaded.get(id)).orElseThrow();
    }
}
