package lastgood.ledger.releases;

import java.time.Instant;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Lookup;
import lastgood.core.release.Parts;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Driven;

/// A component's version as it is stored. Those written when every component was a graph have it under that name.
public record StoredComponent(
        ComponentId id,
        String kind,
        Optional<Blob> graph,
        Optional<Blob> content,
        Optional<Parts.Config> config,
        Optional<Component.Lineage> way,
        Optional<Driven> driven,
        Optional<Lookup> lookup,
        Instant at,
        Actor by) {

    static StoredComponent of(Component component) {
        return new StoredComponent(
                component.id(),
                component.kind(),
                Optional.empty(),
                component.content(),
                component.config(),
                Optional.of(component.way()),
                component.driven(),
                component.lookup(),
                component.at(),
                component.by());
    }

    Component component() {
        return new Component(
                id,
                kind,
                content.or(() -> graph),
                config,
                way.orElse(Component.Lineage.UNSAID),
                driven,
                lookup,
                at,
                by);
    }
}
