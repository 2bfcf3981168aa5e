package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import lastgood.core.release.Lookup;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Stack;

/// One document of a file that is applied.
public sealed interface Declaration {
    /// `kind: Service`
    record OfService(ServiceName name, Settings settings) implements Declaration {}

    /// `kind: Component`
    ///
    /// @param kind `features`, `config` or another word
    /// @param path its file; empty only where a driver keeps it
    /// @param lookup what is read of it row by row
    record OfComponent(
            ComponentId id,
            String kind,
            Optional<RelativePath> path,
            Component.Lineage way,
            Optional<Driver> driver,
            Optional<Lookup> lookup)
            implements Declaration {
        public OfComponent(
                ComponentId id,
                String kind,
                Optional<RelativePath> path,
                Component.Lineage way,
                Optional<Driver> driver) {
            this(id, kind, path, way, driver, Optional.empty());
        }
    }

    /// `kind: Stack`
    record OfStack(Stack stack) implements Declaration {}

    /// Where a component's own world keeps a version of it.
    ///
    /// @param at the world's own name for it
    record Driver(String kind, SortedMap<String, String> settings, String at) {}

    /// What it is called, with its version where it has one.
    default String called() {
        return switch (this) {
            case OfService service -> service.name().text();
            case OfComponent component -> component.id().toString();
            case OfStack(var stack) -> stack.name();
        };
    }

    /// The files it names.
    default List<RelativePath> files() {
        return switch (this) {
            case OfService _, OfStack _ -> List.of();
            case OfComponent component -> component.path().stream().toList();
        };
    }
}
