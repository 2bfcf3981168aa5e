package lastgood.core.rollout;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// How one service goes on where nobody is at control: what serves it, and where it goes back to.
///
/// A candidate has no place in it, so none can come back from it. What bakes has: it is live.
///
/// @param epoch of the route that this was
/// @param bake the watch over live, while it has yet to earn *good*
/// @param way where a person's emergency goes; empty: control has not said
public record Stay(
        ServiceName service,
        long epoch,
        ReleaseId live,
        Optional<Bake> bake,
        Optional<WayBack> way) {

    /// @param origin stands by
    public record Bake(Optional<ReleaseId> origin, Route.Watch watch) {}

    /// What is left of a route once control is away.
    ///
    /// @param served the route that requests go by, so without what the gateway itself has withdrawn
    public static Stay of(Route served, Optional<WayBack> way) {
        return switch (served.split()) {
            case Route.Split.Settled(var live) -> of(served, live, Optional.empty(), way);
            case Route.Split.Trying t -> of(served, t.live(), Optional.empty(), way);
            case Route.Split.Proving p ->
                    of(served, p.live(), Optional.of(new Bake(p.origin(), p.watch())), way);
        };
    }

    private static Stay of(
            Route served, ReleaseId live, Optional<Bake> bake, Optional<WayBack> way) {
        return new Stay(served.service(), served.epoch(), live, bake, way);
    }

    public Route route() {
        return new Route(
                service,
                epoch,
                bake.<Route.Split>map(b -> new Route.Split.Proving(live, b.origin(), b.watch()))
                        .orElseGet(() -> new Route.Split.Settled(live)));
    }

    /// Where it goes if live cannot or may not serve.
    public Optional<ReleaseId> standby() {
        return bake.flatMap(Bake::origin).or(this::told);
    }

    /// The releases that it names, live first.
    public Set<ReleaseId> releases() {
        var all = new LinkedHashSet<ReleaseId>();
        all.add(live);
        bake.flatMap(Bake::origin).ifPresent(all::add);
        told().ifPresent(all::add);
        return all;
    }

    private Optional<ReleaseId> told() {
        return way.flatMap(w ->
                w instanceof WayBack.To(var release) ? Optional.of(release) : Optional.empty());
    }

    /// Whether one of these says no to what serves.
    public boolean isForbiddenBy(Set<Route.Veto> vetoes) {
        return vetoes.contains(Route.Veto.ofAny(live))
                || route().exposes().filter(vetoes::contains).isPresent();
    }

    /// The same with everything on another release, where it stays.
    public Stay on(ReleaseId other) {
        return new Stay(service, epoch, other, Optional.empty(), Optional.of(new WayBack.Done()));
    }
}
