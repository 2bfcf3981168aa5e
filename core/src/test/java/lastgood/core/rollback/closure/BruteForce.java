package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// The rules of a rollback, tried on every combination there is. Slow, and too simple to be wrong in the same way as
/// the search.
final class BruteForce {
    private final World world;
    private final ServiceName service;
    private final World.Option target;
    private final List<ServiceName> services;
    private final List<String> components;
    private final List<Moves> safe = new ArrayList<>();

    private BruteForce(World world, ServiceName service, World.Option target) {
        this.world = world;
        this.service = service;
        this.target = target;
        this.services = List.copyOf(world.services().keySet());
        this.components = List.copyOf(world.components().keySet());
    }

    static Optional<Moves> best(World world, ServiceName service, World.Option target) {
        var all = new BruteForce(world, service, target);
        all.chooseVersions(0, new TreeMap<>());
        return all.safe.stream().min(all.order());
    }

    private void chooseVersions(int index, SortedMap<String, String> versions) {
        if (index == components.size()) {
            chooseReleases(0, versions, new TreeMap<>());
            return;
        }
        var name = components.get(index);
        var component = world.component(name);
        var live = component.version(component.live());
        for (var version : component.versions()) {
            boolean stays = version.equals(live);
            boolean allowed =
                    component.versions().indexOf(version) > component.versions().indexOf(live)
                            && live.migration() != Migration.CONTRACT
                            && live.revertsTo().contains(version.name());
            if (stays || allowed) {
                versions.put(name, version.name());
                chooseVersions(index + 1, versions);
            }
        }
        versions.remove(name);
    }

    private void chooseReleases(
            int index,
            SortedMap<String, String> versions,
            SortedMap<ServiceName, World.Option> chosen) {
        if (index == services.size()) {
            if (isSafe(versions, chosen)) {
                safe.add(moves(versions, chosen));
            }
            return;
        }
        var name = services.get(index);
        var options = new ArrayList<World.Option>();
        if (name.equals(service)) {
            options.add(target);
        } else {
            options.add(world.service(name).live());
            options.addAll(world.service(name).older());
        }
        for (var option : options) {
            chosen.put(name, option);
            chooseReleases(index + 1, versions, chosen);
        }
        chosen.remove(name);
    }

    private boolean isSafe(
            SortedMap<String, String> versions, SortedMap<ServiceName, World.Option> chosen) {
        return chosen.values().stream().allMatch(o -> accepts(o.needs(), versions))
                && versions.entrySet().stream()
                        .allMatch(v ->
                                accepts(
                                        world.component(v.getKey()).version(v.getValue()).needs(),
                                        versions));
    }

    private static boolean accepts(Requires needs, SortedMap<String, String> versions) {
        return versions.entrySet().stream()
                .allMatch(v ->
                        needs.versions()
                                .getOrDefault(v.getKey(), List.of(v.getValue()))
                                .contains(v.getValue()));
    }

    private Moves moves(
            SortedMap<String, String> versions, SortedMap<ServiceName, World.Option> chosen) {
        var releases = new TreeMap<ServiceName, ReleaseId>();
        chosen.forEach((name, option) -> {
            if (name.equals(service) || !option.equals(world.service(name).live())) {
                releases.put(name, option.release());
            }
        });
        var moved = new TreeMap<>(versions);
        moved.entrySet().removeIf(v -> v.getValue().equals(world.component(v.getKey()).live()));
        return new Moves(releases, moved);
    }

    private Comparator<Moves> order() {
        return Comparator.<Moves>comparingInt(m -> m.services().size())
                .thenComparingInt(m -> m.components().size())
                .thenComparingInt(this::passedOver)
                .thenComparing(m -> String.join(" ", along(m)))
                .thenComparing(m -> digits(along(m).stream().map(n -> rank(m, n)).toList()))
                .thenComparing(m -> String.join(" ", m.components().keySet()))
                .thenComparing(m ->
                        digits(
                                m.components().entrySet().stream()
                                        .map(c -> versionRank(c.getKey(), c.getValue()))
                                        .toList()));
    }

    private List<String> along(Moves moves) {
        return moves.services().keySet().stream()
                .filter(n -> !n.equals(service))
                .map(ServiceName::text)
                .toList();
    }

    private int passedOver(Moves moves) {
        return along(moves).stream().mapToInt(n -> rank(moves, n)).sum();
    }

    private int rank(Moves moves, String name) {
        var id = new ServiceName(name);
        var older = world.service(id).older();
        return older.stream().map(World.Option::release).toList().indexOf(moves.services().get(id));
    }

    private int versionRank(String component, String version) {
        return world.component(component).versions().stream()
                .map(World.Version::name)
                .toList()
                .indexOf(version);
    }

    /// Small numbers as text that sorts like them.
    private static String digits(List<Integer> numbers) {
        return numbers.stream().map(n -> String.format("%02d", n)).toList().toString();
    }
}
