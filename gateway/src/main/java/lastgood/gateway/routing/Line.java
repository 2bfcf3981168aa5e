package lastgood.gateway.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.WayBack;

/// All that routing knows of one service.
///
/// @param loaded releases that are loaded and warm
/// @param orders what it was told
/// @param lanes how requests go; empty: nothing is live
public record Line<R>(
        ServiceName service,
        Map<ReleaseId, R> loaded,
        Orders orders,
        Optional<HardLimit> limit,
        Optional<Lanes<R>> lanes) {

    public Line {
        loaded = Map.copyOf(loaded);
    }

    static <R> Line<R> of(ServiceName service, Set<Route.Veto> vetoes) {
        return new Line<>(service, Map.of(), Orders.of(vetoes), Optional.empty(), Optional.empty());
    }

    /// The route that is pinned up, vetoes not considered.
    public Optional<Route> up() {
        return orders.up();
    }

    /// What this gateway will not serve.
    public Set<Route.Veto> vetoes() {
        return orders.vetoes();
    }

    /// What the route exposes although a veto forbids it.
    Optional<Route.Veto> forbidden() {
        return orders.forbidden();
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
        var line = new Line<>(service, more, orders, limit, lanes);
        return up().isPresent() ? line.rerouted() : line;
    }

    /// All others but what requests go to are forgotten.
    Line<R> keep(Set<ReleaseId> releases) {
        var fewer = new HashMap<>(loaded);
        fewer.keySet().retainAll(releases);
        return new Line<>(service, fewer, orders, limit, lanes);
    }

    Line<R> pin(Route route, long now) {
        return with(orders.pin(route, now)).rerouted();
    }

    /// Control gave a sign of life.
    Line<R> renew(long now) {
        var next = orders.renew(now);
        return new Line<>(service, loaded, next, limit, lanes.map(l -> l.until(next.lease())));
    }

    /// The lease ran out.
    Line<R> lapse() {
        return with(orders.lapse()).rerouted();
    }

    Line<R> veto(Route.Veto veto) {
        return with(orders.veto(veto)).rerouted();
    }

    Line<R> acknowledge(Route.Veto veto) {
        return with(orders.acknowledge(veto));
    }

    Line<R> wayBack(ReleaseId live, WayBack way) {
        var line = with(orders.wayBack(live, way));
        return up().isPresent() ? line.rerouted() : line;
    }

    /// What comes of it if a person wants the service put back now.
    Emergency putBack() {
        return orders.putBack(loaded::containsKey);
    }

    private Line<R> with(Orders next) {
        return new Line<>(service, loaded, next, limit, lanes);
    }

    private Line<R> rerouted() {
        var served = orders.served(loaded::containsKey).orElseThrow();
        var next = served.exposes().map(this::limitFor).or(() -> limit);
        return new Line<>(service, loaded, orders, next, Optional.of(lanes(served, next)));
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
                            orders.lease());
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
