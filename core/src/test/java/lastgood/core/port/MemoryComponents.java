package lastgood.core.port;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// Shared parts that last as long as the test.
public final class MemoryComponents implements Components {
    private final Map<ComponentId, Component> components = new LinkedHashMap<>();

    @Override
    public synchronized Component add(Component component) {
        return components.computeIfAbsent(component.id(), _ -> component);
    }

    @Override
    public synchronized void restate(Component component) {
        components.computeIfPresent(component.id(), (_, _) -> component);
    }

    @Override
    public synchronized Optional<Component> find(ComponentId id) {
        return Optional.ofNullable(components.get(id));
    }

    @Override
    public synchronized List<Component> list() {
        return components.values().stream()
                .sorted(Comparator.comparing((Component c) -> c.id().name()))
                .toList();
    }
}
