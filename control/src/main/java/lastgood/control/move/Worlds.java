package lastgood.control.move;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Mark;
import lastgood.core.port.Components;
import lastgood.core.port.Drivers;
import lastgood.core.problem.Outcome;
import lastgood.core.stack.Component;
import lastgood.core.stack.Driven;

/// The worlds in which components live, by component.
public final class Worlds {
    private final Components components;
    private final Drivers drivers;
    private final WorldLimits limits;
    private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

    public Worlds(Components components, Drivers drivers, WorldLimits limits) {
        this.components = components;
        this.drivers = drivers;
        this.limits = limits;
    }

    WorldLimits limits() {
        return limits;
    }

    /// A component's world; empty where no version of it lives in one.
    ///
    /// Where the world is now is what the newest version says that lives in it: settings are live references, they never
    /// go back with a version.
    Outcome<Optional<OpenWorld>> of(String component) throws IOException {
        return of(component, limits);
    }

    /// @param limits for who cannot wait as long as a move can
    Outcome<Optional<OpenWorld>> of(String component, WorldLimits limits) throws IOException {
        var all = components.list().stream().filter(c -> c.id().name().equals(component)).toList();
        var newestFirst = all.reversed();
        var newest = newestFirst.stream().flatMap(c -> c.driven().stream()).findFirst();
        if (newest.isEmpty()) {
            return Outcome.done(Optional.empty());
        }
        var marks = new TreeMap<String, Mark>();
        for (var each : all) {
            each.driven().map(Driven::mark).ifPresent(m -> marks.put(each.id().version(), m));
        }
        var versions = newestFirst.stream().map(Worlds::version).toList();
        return drivers.make(component, newest.get().driver(), newest.get().settings())
                .then(driver ->
                        Outcome.done(
                                Optional.of(
                                        new OpenWorld(
                                                component,
                                                bounded(component, driver, limits),
                                                marks,
                                                versions))));
    }

    boolean have(Set<String> names) throws IOException {
        return !names.isEmpty()
                && components.list().stream()
                        .anyMatch(c -> names.contains(c.id().name()) && c.driven().isPresent());
    }

    Optional<Component> version(String component, String version) throws IOException {
        return components.find(new lastgood.core.stack.ComponentId(component, version));
    }

    private BoundedDriver bounded(String component, ComponentDriver driver, WorldLimits limits) {
        var turn = turns.computeIfAbsent(component, _ -> new Semaphore(1));
        return new BoundedDriver(component, driver, limits, turn);
    }

    private static String version(Component component) {
        return component.id().version();
    }
}
