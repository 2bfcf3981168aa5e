package lastgood.control.release;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Components;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Lookup;
import lastgood.core.release.Parcel;
import lastgood.core.release.Parts;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// The shared components that a release from elsewhere serves with, as it brings them: what they are, and nothing of where
/// they came from.
final class BroughtComponents {
    private final Components components;
    private final InstantSource clock;

    BroughtComponents(Components components, InstantSource clock) {
        this.components = components;
        this.clock = clock;
    }

    private List<Component> of(Parcel parcel, Actor by) {
        var parts = parcel.manifest().parts();
        var brought = new ArrayList<Component>();
        switch (parts.features()) {
            case Parts.Features.Shared(var id, var graph) ->
                    brought.add(
                            brought(
                                    id,
                                    Component.FEATURES,
                                    Optional.of(asGraph(graph)),
                                    Optional.empty(),
                                    by));
            case Parts.Features.External(var id) ->
                    brought.add(
                            brought(
                                    id,
                                    Component.FEATURES,
                                    Optional.empty(),
                                    Optional.empty(),
                                    by));
            case Parts.Features.Lookup(var id, var lookup) -> brought.add(lookedUp(id, lookup, by));
            case Parts.Features.None(), Parts.Features.Graph(_) -> {}
        }
        var config = parts.config();
        config.component()
                .ifPresent(id ->
                        brought.add(
                                brought(
                                        id,
                                        Component.CONFIG,
                                        Optional.empty(),
                                        Optional.of(config.own()),
                                        by)));
        return brought;
    }

    /// By its file's name a component tells whether it is a graph.
    private static Blob asGraph(Blob blob) {
        return blob.name().endsWith(".onnx")
                ? blob
                : new Blob(blob.name() + ".onnx", blob.digest(), blob.size());
    }

    private Component lookedUp(ComponentId id, Lookup lookup, Actor by) {
        return new Component(
                id,
                Component.FEATURES,
                Optional.empty(),
                Optional.empty(),
                Component.Lineage.UNSAID,
                Optional.empty(),
                Optional.of(lookup),
                clock.instant(),
                by);
    }

    private Component brought(
            ComponentId id,
            String kind,
            Optional<Blob> content,
            Optional<Parts.Config> config,
            Actor by) {
        return new Component(
                id,
                kind,
                content,
                config,
                Component.Lineage.UNSAID,
                Optional.empty(),
                clock.instant(),
                by);
    }

    /// Why it cannot come: what it uses is something else here.
    Optional<Problem> objection(Parcel parcel) throws IOException {
        for (var brought : of(parcel, Actor.SERVER)) {
            var known = components.find(brought.id());
            if (known.isPresent() && !serveAlike(known.get(), brought)) {
                return Optional.of(
                        Problem.of(
                                        Code.COMPONENT_EXISTS,
                                        "The release uses "
                                                + brought.id()
                                                + ", which is something else here.")
                                .because(
                                        "here it is " + said(known.get()),
                                        "the release brings " + said(brought))
                                .inState("Nothing of it was taken."));
            }
        }
        return Optional.empty();
    }

    private static boolean serveAlike(Component a, Component b) {
        return a.kind().equals(b.kind())
                && a.graph().map(Blob::digest).equals(b.graph().map(Blob::digest))
                && a.lookup().equals(b.lookup())
                && a.config().equals(b.config());
    }

    private static String said(Component component) {
        return component
                .graph()
                .map(graph -> graph.digest().toString())
                .or(() -> component.config().map(Parts.Config::toString))
                .or(() -> component.lookup().map(lookup -> "rows by " + lookup))
                .orElse("no graph, of kind " + component.kind());
    }

    /// After the release was tried, and before it has a number: so nothing is left of one that fails, and none is there
    /// without what it uses.
    void add(Parcel parcel, Actor by) throws IOException {
        for (var brought : of(parcel, by)) {
            if (components.find(brought.id()).isEmpty()) {
                components.add(brought);
            }
        }
    }

    /// Whether a version that it accepts is neither here nor brought by it.
    boolean isUnknown(Parcel parcel, String component, String version) throws IOException {
        boolean used =
                parcel.manifest()
                        .used(component)
                        .filter(u -> u.version().equals(version))
                        .isPresent();
        return !used
                && components.list().stream()
                        .noneMatch(c ->
                                c.id().name().equals(component)
                                        && c.id().version().equals(version));
    }
}
