package lastgood.control.binding;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lastgood.core.port.Components;
import lastgood.core.port.Releases;
import lastgood.core.release.Digest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;
import lastgood.core.stack.Binding;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Stacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands between what is decided and what is served: rules speak of releases as they were made, a gateway serves them with
/// the shared versions that everybody reads. What it serves has a digest of its own and keeps the release's number.
public final class Binder {
    private static final Logger LOG = LoggerFactory.getLogger(Binder.class);

    private final Releases releases;
    private final Components components;
    private final StackRecord record;

    /// What was bound before, so that a way back needs no store.
    private final Map<Asked, ReleaseId> known = new ConcurrentHashMap<>();

    private final Map<Digest, Digest> made = new ConcurrentHashMap<>();

    private record Asked(
            ServiceName service, ReleaseId release, SortedMap<String, String> versions) {}

    public Binder(Releases releases, Components components, StackRecord record) {
        this.releases = releases;
        this.components = components;
        this.record = record;
    }

    /// Which version everybody reads, of the components that have one.
    public SortedMap<String, String> versions() {
        return record.now().live();
    }

    /// Moves of a service that have begun and are neither done nor taken back, for people.
    public List<String> unfinished(ServiceName service) {
        return record.now().opened().values().stream()
                .filter(open -> !open.switched())
                .map(Stacks.Open::move)
                .filter(move -> move.services().stream().anyMatch(p -> p.service().equals(service)))
                .map(move ->
                        "move "
                                + move.number()
                                + " is neither done nor taken back yet: "
                                + String.join(
                                        ", ",
                                        move.components().stream().map(Object::toString).toList()))
                .toList();
    }

    /// The release as it serves now.
    public Release bind(Release release) throws IOException {
        return bind(release, record.now().live());
    }

    /// The release as it would serve with these versions of the components that everybody reads one version of.
    public Release bind(Release release, SortedMap<String, String> versions) throws IOException {
        var live = new TreeMap<String, Component>();
        for (var name : release.manifest().components()) {
            var version = Optional.ofNullable(versions.get(name));
            if (version.isPresent()) {
                components
                        .find(new ComponentId(name, version.get()))
                        .ifPresent(component -> live.put(name, component));
            }
        }
        var manifest = Binding.bind(release.manifest(), live);
        if (manifest.equals(release.manifest())) {
            return release;
        }
        var digest = releases.seal(manifest);
        made.put(digest, release.id().digest());
        return new Release(
                release.service(),
                new ReleaseId(release.id().number(), digest),
                manifest,
                release.label(),
                release.annotations(),
                ungraded(release.evidence()),
                release.at(),
                release.by());
    }

    /// What a gateway knows a release by now.
    public ReleaseId bound(ServiceName service, ReleaseId id) {
        return bound(service, id, record.now().live());
    }

    public ReleaseId bound(ServiceName service, ReleaseId id, SortedMap<String, String> versions) {
        if (versions.isEmpty()) {
            return id;
        }
        var asked = new Asked(service, id, versions);
        return Optional.ofNullable(known.get(asked)).orElseGet(() -> look(asked));
    }

    /// A route in the gateway's terms.
    public Route bound(Route route) {
        var service = route.service();
        Route.Split split =
                switch (route.split()) {
                    case Route.Split.Settled(var live) ->
                            new Route.Split.Settled(bound(service, live));
                    case Route.Split.Trying t ->
                            new Route.Split.Trying(
                                    bound(service, t.live()),
                                    bound(service, t.candidate()),
                                    t.share(),
                                    t.watch(),
                                    t.audience());
                    case Route.Split.Proving p ->
                            new Route.Split.Proving(
                                    bound(service, p.live()),
                                    p.origin().map(o -> bound(service, o)),
                                    p.watch());
                };
        return new Route(service, route.epoch(), split);
    }

    /// A gateway's veto in the terms of the rules.
    public Route.Veto own(Route.Veto veto) {
        return new Route.Veto(veto.rollout(), made.getOrDefault(veto.release(), veto.release()));
    }

    /// A gateway's release in the terms of the rules.
    public ReleaseId own(ReleaseId served) {
        return new ReleaseId(served.number(), made.getOrDefault(served.digest(), served.digest()));
    }

    /// All that a gateway may call the release of a veto.
    public Set<Route.Veto> asServed(Route.Veto veto) {
        var names =
                made.entrySet().stream()
                        .filter(e -> e.getValue().equals(veto.release()))
                        .map(e -> new Route.Veto(veto.rollout(), e.getKey()))
                        .collect(Collectors.toSet());
        names.add(veto);
        return names;
    }

    private ReleaseId look(Asked asked) {
        try {
            var release = releases.find(asked.service(), asked.release());
            var id =
                    release.isPresent()
                            ? bind(release.get(), asked.versions()).id()
                            : asked.release();
            if (release.isPresent()) {
                known.put(asked, id);
            }
            return id;
        } catch (IOException e) {
            LOG.error(
                    "{}: {} cannot be bound to the versions that everybody reads: it serves as it was made",
                    asked.service(),
                    asked.release(),
                    e);
            return asked.release();
        }
    }

    /// Its golden answers were given with other versions.
    private static OfflineEvidence ungraded(OfflineEvidence evidence) {
        return new OfflineEvidence(
                evidence.dataset(),
                evidence.metrics(),
                Optional.empty(),
                false,
                evidence.rows(),
                evidence.ranges());
    }
}
