package lastgood.control.move;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.Services;
import lastgood.core.port.Components;
import lastgood.core.port.Releases;
import lastgood.core.release.Manifest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.World;
import lastgood.core.rollout.State;
import lastgood.core.stack.Component;
import lastgood.core.stack.Requires;
import lastgood.core.stack.Stacks;

/// What serves, where each could go back to, and which versions of shared components there are: as the planner sees it.
public final class WorldView {
    private final Services services;
    private final Releases releases;
    private final Components components;

    /// A release's parts never change, so each is read once.
    private final Map<ReleaseId, Manifest> manifests = new ConcurrentHashMap<>();

    public WorldView(Services services, Releases releases, Components components) {
        this.services = services;
        this.releases = releases;
        this.components = components;
    }

    /// Only components that everybody reads one version of are in it.
    public World of(Stacks stacks) throws IOException {
        var exclusive = stacks.live().keySet();
        var there = new TreeMap<ServiceName, World.Service>();
        for (var loop : services.all()) {
            var service = service(loop, exclusive);
            service.ifPresent(s -> there.put(loop.service(), s));
        }
        return new World(there, versions(stacks));
    }

    /// What a release accepts of these components; nothing is known of one that is not in the store.
    public Requires needs(ServiceName service, ReleaseId id, Set<String> components)
            throws IOException {
        var manifest = manifest(service, id);
        return manifest.map(m -> m.accepts(components)).orElse(Requires.NOTHING);
    }

    public Optional<Manifest> manifest(ServiceName service, ReleaseId id) throws IOException {
        var known = Optional.ofNullable(manifests.get(id));
        if (known.isPresent()) {
            return known;
        }
        var read = releases.find(service, id).map(r -> r.manifest());
        read.ifPresent(manifest -> manifests.put(id, manifest));
        return read;
    }

    private Optional<World.Service> service(ServiceLoop loop, Set<String> exclusive)
            throws IOException {
        State state = loop.state();
        var serving = state.phase().serving();
        if (serving.isEmpty()) {
            return Optional.empty();
        }
        var older = new ArrayList<World.Option>();
        var good = state.standing().goodBefore(serving.get());
        while (good.isPresent()) {
            if (manifest(loop.service(), good.get()).isPresent()) {
                older.add(option(loop.service(), good.get(), exclusive));
            }
            good = state.standing().goodBefore(good.get());
        }
        return Optional.of(
                new World.Service(option(loop.service(), serving.get(), exclusive), older));
    }

    World.Option option(ServiceName service, ReleaseId id, Set<String> exclusive)
            throws IOException {
        return new World.Option(id, needs(service, id, exclusive));
    }

    private SortedMap<String, World.Component> versions(Stacks stacks) throws IOException {
        var byName = new TreeMap<String, List<Component>>();
        for (var component : components.list()) {
            byName.computeIfAbsent(component.id().name(), _ -> new ArrayList<>()).add(component);
        }
        var worlds = new TreeMap<String, World.Component>();
        stacks.live()
                .forEach((name, live) ->
                        worlds.put(
                                name,
                                new World.Component(
                                        live,
                                        byName.getOrDefault(name, List.of()).reversed().stream()
                                                .map(WorldView::version)
                                                .toList())));
        return worlds;
    }

    private static World.Version version(Component component) {
        var way = component.way();
        return new World.Version(
                component.id().version(),
                way.migration(),
                way.revertsTo().orElse(List.of()),
                way.requires());
    }
}
