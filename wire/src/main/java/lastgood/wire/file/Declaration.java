package lastgood.wire.file;

import java.util.List;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.stack.ComponentId;

/// One document of a file that is applied.
public sealed interface Declaration {
    /// `kind: Service`
    record OfService(ServiceName name, Settings settings) implements Declaration {}

    /// `kind: Component`
    ///
    /// @param kind `features`
    record OfComponent(ComponentId id, String kind, RelativePath path) implements Declaration {}

    /// The files it names.
    default List<RelativePath> files() {
        return switch (this) {
            case OfService _ -> List.of();
            case OfComponent component -> List.of(component.path());
        };
    }
}
