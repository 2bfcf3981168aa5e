package lastgood.core.rollback.closure;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import lastgood.core.release.ServiceName;

/// Who names each component, today or in a release or version they could go back to.
record Readers(Map<String, Set<ServiceName>> services, Map<String, Set<String>> components) {
    static Readers of(World world) {
        var services = new HashMap<String, Set<ServiceName>>();
        world.services()
                .forEach((name, service) -> {
                    add(services, service.live(), name);
                    service.older().forEach(option -> add(services, option, name));
                });
        var components = new HashMap<String, Set<String>>();
        world.components()
                .forEach((name, component) ->
                        component
                                .versions()
                                .forEach(version ->
                                        version.needs()
                                                .versions()
                                                .keySet()
                                                .forEach(other ->
                                                        components
                                                                .computeIfAbsent(
                                                                        other,
                                                                        _ -> new LinkedHashSet<>())
                                                                .add(name))));
        return new Readers(services, components);
    }

    private static void add(
            Map<String, Set<ServiceName>> services, World.Option option, ServiceName name) {
        option.needs()
                .versions()
                .keySet()
                .forEach(component ->
                        services.computeIfAbsent(component, _ -> new LinkedHashSet<>()).add(name));
    }
}
