package lastgood.gateway.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Snapshots;
import lastgood.core.release.Parts;
import lastgood.core.rollout.Stay;
import lastgood.core.rollout.WayBack;
import lastgood.gateway.routing.Line;
import lastgood.gateway.routing.Orders;
import lastgood.gateway.routing.Snapshot;
import lastgood.gateway.running.LoadedRelease;

/// Takes down what one moment of routing comes to where control is away.
final class Picture {
    private Picture() {}

    /// A service that has no route keeps what was known of it: it may be one whose release could not be loaded this time.
    ///
    /// @param before the last that was taken
    static Snapshots.Snapshot of(
            Snapshot<LoadedRelease> now,
            Optional<Snapshots.Snapshot> before,
            FeatureRows rows,
            Instant at) {
        var lines =
                now.lines().values().stream()
                        .filter(line -> line.lanes().isPresent())
                        .sorted(Comparator.comparing(line -> line.service().text()))
                        .toList();
        var stays = new ArrayList<Stay>();
        var releases = new ArrayList<Snapshots.Ready>();
        for (var line : lines) {
            var stay = stay(line);
            stays.add(stay);
            stay.releases().stream()
                    .flatMap(id -> Optional.ofNullable(line.loaded().get(id)).stream())
                    .map(LoadedRelease::toBeReady)
                    .forEach(releases::add);
        }
        var routed = stays.stream().map(Stay::service).collect(Collectors.toSet());
        var kept =
                before.map(Snapshots.Snapshot::stays).orElse(List.of()).stream()
                        .filter(old -> !routed.contains(old.service()))
                        .toList();
        for (var stay : kept) {
            stays.add(stay);
            stay.releases().stream()
                    .flatMap(id -> before.orElseThrow().find(stay.service(), id).stream())
                    .forEach(releases::add);
        }
        return new Snapshots.Snapshot(at, stays, releases, places(releases, before, rows));
    }

    /// Requests go by what the gateway itself has withdrawn too: so a veto that its file has lost is not served all the
    /// same.
    private static Stay stay(Line<?> line) {
        var served = line.lanes().orElseThrow().route();
        var live = served.split().live();
        var way = line.orders().way().filter(w -> w.live().equals(live)).map(Orders.Way::to);
        boolean moved = !line.up().equals(Optional.of(served));
        return Stay.of(
                served, way.or(() -> moved ? Optional.of(new WayBack.Done()) : Optional.empty()));
    }

    /// Where a place is not known yet, because nobody was looked up since the start, it is where it was.
    private static List<Snapshots.Place> places(
            List<Snapshots.Ready> releases, Optional<Snapshots.Snapshot> before, FeatureRows rows) {
        return releases.stream()
                .flatMap(ready ->
                        ready.release().parts().features()
                                        instanceof Parts.Features.Lookup(var component, _)
                                ? Stream.of(component)
                                : Stream.empty())
                .distinct()
                .sorted(Comparator.comparing(Object::toString))
                .flatMap(component ->
                        rows
                                .place(component)
                                .map(driven -> new Snapshots.Place(component, driven))
                                .or(() ->
                                        before.flatMap(b ->
                                                b.places().stream()
                                                        .filter(p ->
                                                                p.component().equals(component))
                                                        .findFirst()))
                                .stream())
                .toList();
    }
}
