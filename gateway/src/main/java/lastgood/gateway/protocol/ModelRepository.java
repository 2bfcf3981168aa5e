package lastgood.gateway.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.rollout.Route;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;

/// Releases as a model repository, for clients that expect one: it can be looked at, and it changes nothing. What serves
/// is changed by rollouts and rollbacks, with guards that watch and somebody who is named.
///
/// The same for every protocol; each has its own way to say it.
public final class ModelRepository {
    /// Why nothing is loaded otherwise than it is.
    public static final String NEVER_CHANGED =
            "a release is never changed, so nothing is loaded with parameters: create another one and roll it out, lastgood release create, lastgood rollout start";

    private final Desk desk;

    public ModelRepository(Desk desk) {
        this.desk = desk;
    }

    /// @param version the release's name; empty: none is loaded
    public record Row(String service, Optional<String> version, String state, String reason) {}

    /// One row a loaded release, or one of the service where none is.
    public List<Row> index(boolean onlyReady) {
        return desk.lines().stream()
                .sorted(Comparator.comparing(line -> line.service().text()))
                .flatMap(line -> rows(line, onlyReady))
                .toList();
    }

    /// Why a release is not loaded by being asked for; empty: it is live already.
    public static Optional<String> objectionToLoad(Line<LoadedRelease> line) {
        var service = line.service().text();
        return line.lanes().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "'%s' has no live release, and none gets live by being loaded: lastgood rollout start %s RELEASE"
                                .formatted(service, service));
    }

    /// Why nothing is unloaded; empty: nothing is loaded.
    public static Optional<String> objectionToUnload(Line<LoadedRelease> line) {
        var service = line.service().text();
        return line.loaded().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "'%s' stays loaded: what serves, and what it would go back to, is not taken away from here; to go back: lastgood rollback %s"
                                .formatted(service, service));
    }

    private static Stream<Row> rows(Line<LoadedRelease> line, boolean onlyReady) {
        var service = line.service().text();
        if (line.loaded().isEmpty()) {
            return onlyReady
                    ? Stream.empty()
                    : Stream.of(
                            new Row(
                                    service,
                                    Optional.empty(),
                                    "UNAVAILABLE",
                                    "no release is loaded"));
        }
        return line.loaded().values().stream()
                .sorted(Comparator.comparingInt(release -> release.id().number()))
                .map(release ->
                        new Row(
                                service,
                                Optional.of(release.id().name()),
                                "READY",
                                place(line, release)));
    }

    private static String place(Line<LoadedRelease> line, LoadedRelease release) {
        var split = line.lanes().map(lanes -> lanes.route().split());
        if (split.filter(s -> s.live().equals(release.id())).isPresent()) {
            return "live";
        }
        return split.filter(s ->
                        s instanceof Route.Split.Trying t && t.candidate().equals(release.id()))
                        .isPresent()
                ? "candidate"
                : "standby";
    }
}
