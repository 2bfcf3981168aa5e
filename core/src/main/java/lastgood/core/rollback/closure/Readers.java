package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.release.ServiceName;

/// Who reads each component today.
///
/// @param services by component: those whose live release names it
/// @param components by component: those whose live version names it
record Readers(Map<String, List<ServiceName>> services, Map<String, List<String>> components) {
    static Readers of(World world) {
        var services = new HashMap<String, List<ServiceName>>();
        world.services()
                .forEach((name, service) ->
                        service.live()
                                .needs()
                                .versions()
                                .keySet()
                                .forEach(component ->
                                        services.computeIfAbsent(component, _ -> new ArrayList<>())
                                                .add(name)));
        var components = new HashMap<String, List<String>>();
        world.components()
                .forEach((name, component) ->
                        component
                                .version(component.live())
                                .needs()
                                .versions()
                                .keySet()
                                .forEach(other ->
                                        components
                                                .computeIfAbsent(other, _ -> new ArrayList<>())
                                                .add(name)));
        return new Readers(services, components);
    }
}
