package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// Shared parts, by name and version. A version never changes.
public interface Components {
    /// Adds a version, durably, and answers with what stands under its name now: the one that was there first.
    Component add(Component component) throws IOException;

    /// Says again what is no part of a version that is there: where it is driven, or a way that nobody had said.
    void restate(Component component) throws IOException;

    Optional<Component> find(ComponentId id) throws IOException;

    /// By name, then oldest first.
    List<Component> list() throws IOException;
}
