package lastgood.gateway.routing;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Lease;
import lastgood.core.rollout.Route;
import lastgood.core.rollout.WayBack;

/// What a gateway was told to do with a service: by control, by its own memory, and by people. Which of them wins is said
/// here and nowhere else: whoever wants traffic away from a release.
///
/// @param up the route that is pinned up, vetoes not considered
/// @param vetoes what this gateway will not serve
/// @param spent vetoes that control has acknowledged while their route was still up: they hold until the next route
/// @param lease until when the route may expose its candidate; empty: it exposes none
/// @param lapsed the lease ran out, and the candidate is withdrawn until a route exposes it no more
/// @param way where a person's emergency goes
public record Orders(
        Optional<Route> up,
        Set<Route.Veto> vetoes,
        Set<Route.Veto> spent,
        Optional<Lease> lease,
        boolean lapsed,
        Optional<Way> way) {

    /// Control's word about one live release, and no other.
    public record Way(ReleaseId live, WayBack to) {}

    public Orders {
        vetoes = Set.copyOf(vetoes);
        spent = Set.copyOf(spent);
    }

    static Orders of(Set<Route.Veto> vetoes) {
        return new Orders(
                Optional.empty(), vetoes, Set.of(), Optional.empty(), false, Optional.empty());
    }

    /// What the route exposes although a veto forbids it.
    Optional<Route.Veto> forbidden() {
        return up.flatMap(Route::exposes).filter(vetoes::contains);
    }

    /// The live release that a person wants away.
    private Optional<Route.Veto> unwanted() {
        return up.map(route -> Route.Veto.ofAny(route.split().live())).filter(vetoes::contains);
    }

    /// The route that requests go by. Whoever is put back goes where control has said, before it was asked.
    Optional<Route> served(Predicate<ReleaseId> ready) {
        return up.map(route ->
                unwanted()
                        .flatMap(_ -> settled(route))
                        .or(() -> route.withdrawn().filter(_ -> lapsed || forbidden().isPresent()))
                        .filter(instead -> ready.test(instead.split().live()))
                        .orElse(route));
    }

    private Optional<Route> settled(Route route) {
        return to(route)
                .map(r -> new Route(route.service(), route.epoch(), new Route.Split.Settled(r)));
    }

    private Optional<ReleaseId> to(Route route) {
        return way(route)
                .flatMap(w ->
                        w instanceof WayBack.To(var release)
                                ? Optional.of(release)
                                : Optional.empty());
    }

    private Optional<WayBack> way(Route route) {
        return way.filter(w -> w.live().equals(route.split().live())).map(Way::to);
    }

    /// What comes of it if a person wants the service put back now.
    Emergency putBack(Predicate<ReleaseId> ready) {
        if (up.isEmpty()) {
            return new Emergency.Nowhere("nothing is live");
        }
        var route = up.get();
        var served = served(ready).orElseThrow();
        if (!served.equals(route)) {
            return new Emergency.Already(served.split().live());
        }
        return switch (route.split()) {
            case Route.Split.Trying t ->
                    new Emergency.Gone(route.exposes().orElseThrow(), t.candidate(), t.live());
            case Route.Split.Proving p when p.origin().filter(ready).isPresent() ->
                    new Emergency.Gone(
                            route.exposes().orElseThrow(), p.live(), p.origin().orElseThrow());
            case Route.Split.Proving _, Route.Split.Settled _ -> byTheWay(route, ready);
        };
    }

    private Emergency byTheWay(Route route, Predicate<ReleaseId> ready) {
        var live = route.split().live();
        var told = way(route);
        if (told.isEmpty()) {
            return new Emergency.Nowhere(
                    "control has not said yet where " + live + " goes back to");
        }
        return switch (told.get()) {
            case WayBack.To(var to) when ready.test(to) ->
                    new Emergency.Gone(Route.Veto.ofAny(live), live, to);
            case WayBack.To(var to) -> new Emergency.Nowhere(to + " is not loaded and warm");
            case WayBack.Done() -> new Emergency.Already(live);
            case WayBack.Nowhere(var why) -> new Emergency.Nowhere(why);
        };
    }

    Orders pin(Route route, long now) {
        var still = new HashSet<>(vetoes);
        still.removeAll(spent);
        var next = Lease.of(route, lease, now);
        boolean over = next.filter(l -> l.isOver(now)).isPresent();
        return new Orders(Optional.of(route), still, Set.of(), next, over, wayFrom(route));
    }

    /// Control puts up what this gateway has done already: then that is where the service went. It may take control long to
    /// say so itself, as it writes first.
    private Optional<Way> wayFrom(Route route) {
        var live = route.split().live();
        boolean done =
                route.split() instanceof Route.Split.Settled
                        && up.filter(u -> !u.split().live().equals(live)).isPresent()
                        && served(_ -> true).filter(s -> s.split().live().equals(live)).isPresent();
        return done ? Optional.of(new Way(live, new WayBack.Done())) : way;
    }

    Orders renew(long now) {
        return new Orders(up, vetoes, spent, lease.map(l -> l.renewed(now)), lapsed, way);
    }

    /// Whether the candidate is to be withdrawn now, and is not yet.
    boolean isDue(long now) {
        return !lapsed && lease.filter(l -> l.isOver(now)).isPresent();
    }

    Orders lapse() {
        return new Orders(up, vetoes, spent, lease, true, way);
    }

    Orders veto(Route.Veto veto) {
        var more = new HashSet<>(vetoes);
        more.add(veto);
        return new Orders(up, more, spent, lease, lapsed, way);
    }

    Orders acknowledge(Route.Veto veto) {
        var still = new HashSet<>(vetoes);
        var held = new HashSet<>(spent);
        if (forbidden().or(this::unwanted).equals(Optional.of(veto))) {
            held.add(veto);
        } else {
            still.remove(veto);
        }
        return new Orders(up, still, held, lease, lapsed, way);
    }

    /// Who was put back stays where that was, whatever is said later.
    Orders wayBack(ReleaseId live, WayBack to) {
        if (unwanted().isPresent() && up.flatMap(this::to).isPresent()) {
            return this;
        }
        return new Orders(up, vetoes, spent, lease, lapsed, Optional.of(new Way(live, to)));
    }
}
