package lastgood.control.move;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lastgood.control.binding.StackRecord;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.Refusals;
import lastgood.core.port.Components;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// How the worlds are in which components live: whether each has what was recorded, and whether one could go back in it.
///
/// Nothing is changed. All worlds are asked at once, and none is waited for longer than said.
public final class WorldHealth {
    private final StackRecord record;
    private final Components components;
    private final Worlds worlds;

    public WorldHealth(StackRecord record, Components components, Worlds worlds) {
        this.record = record;
        this.components = components;
        this.worlds = worlds;
    }

    /// @param about empty where its driver did not say
    /// @param ill why nothing could be moved now; empty: it could
    /// @param recorded the version that everybody reads
    /// @param live what its world says; refused where that cannot be told
    /// @param drift what differs, in one line; empty where nothing does, or where it cannot be told
    /// @param older the versions that one may go back to, newest first
    public record OfComponent(
            String component,
            Optional<Description> about,
            Optional<Problem> ill,
            String recorded,
            Outcome<Mark> live,
            Optional<String> drift,
            List<OfVersion> older) {
        public OfComponent {
            older = List.copyOf(older);
        }

        public boolean isFine() {
            return ill.isEmpty()
                    && drift.isEmpty()
                    && live instanceof Outcome.Done<Mark>
                    && older.stream().allMatch(v -> v.problem().isEmpty());
        }
    }

    /// @param problem why one could not go back to it; empty: it is there and is what was promised
    public record OfVersion(String version, Optional<Problem> problem) {}

    /// Every component that lives in a world of its own and of which everybody reads one version, by name.
    ///
    /// @param limits of a single call, and as `start` of all that is asked of one component
    public List<OfComponent> all(WorldLimits limits) throws IOException {
        var asked = new TreeMap<String, FutureTask<OfComponent>>();
        for (var live : record.now().live().entrySet()) {
            if (worlds.have(Set.of(live.getKey()))) {
                asked.put(live.getKey(), begun(() -> look(live.getKey(), live.getValue(), limits)));
            }
        }
        long until = System.nanoTime() + limits.start().toNanos();
        var all = new ArrayList<OfComponent>();
        for (var each : asked.entrySet()) {
            all.add(seen(each, until - System.nanoTime()));
        }
        return all;
    }

    private static FutureTask<OfComponent> begun(Callable<OfComponent> look) {
        var task = new FutureTask<>(look);
        Thread.ofPlatform().name("world").daemon().start(task);
        return task;
    }

    private OfComponent seen(Map.Entry<String, FutureTask<OfComponent>> asked, long nanos) {
        var name = asked.getKey();
        try {
            return asked.getValue().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.getValue().cancel(true);
            return unseen(name, "its world did not answer in time");
        } catch (ExecutionException e) {
            return unseen(name, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unseen(name, "the server closes");
        }
    }

    private OfComponent unseen(String component, String why) {
        return unseen(component, Refusals.failed(component + " was not looked at.", List.of(why)));
    }

    private OfComponent unseen(String component, Problem problem) {
        var recorded = Optional.ofNullable(record.now().live().get(component)).orElse("");
        return new OfComponent(
                component,
                Optional.empty(),
                Optional.of(problem),
                recorded,
                Outcome.refused(problem),
                Optional.empty(),
                List.of());
    }

    private OfComponent look(String component, String recorded, WorldLimits limits)
            throws IOException {
        return switch (worlds.of(component, limits)) {
            case Outcome.Refused<Optional<OpenWorld>>(var problem) -> unseen(component, problem);
            case Outcome.Done<Optional<OpenWorld>>(var world) ->
                    world.isPresent()
                            ? look(world.get(), recorded)
                            : unseen(component, "it has no driver");
        };
    }

    private OfComponent look(OpenWorld world, String recorded) throws IOException {
        var driver = world.driver();
        var about = driver.describe();
        var live = driver.snapshot();
        var older = new ArrayList<OfVersion>();
        for (var version : wayBack(world, recorded)) {
            older.add(new OfVersion(version, problem(world, version)));
        }
        return new OfComponent(
                world.component(),
                about instanceof Outcome.Done<Description>(var said)
                        ? Optional.of(said)
                        : Optional.empty(),
                driver.health(),
                recorded,
                live,
                drift(world, recorded, live),
                older);
    }

    private List<String> wayBack(OpenWorld world, String recorded) throws IOException {
        var reverts =
                components
                        .find(new ComponentId(world.component(), recorded))
                        .map(Component::way)
                        .flatMap(Component.Lineage::revertsTo)
                        .orElse(List.of());
        return world.versions().stream().filter(reverts::contains).toList();
    }

    /// A version that never lived in this world needs nothing there.
    private static Optional<Problem> problem(OpenWorld world, String version) {
        var mark = world.mark(Optional.of(version));
        return mark.isPresent()
                        && world.driver().verify(mark.get())
                                instanceof Outcome.Refused<Mark>(var problem)
                ? Optional.of(problem)
                : Optional.empty();
    }

    private static Optional<String> drift(OpenWorld world, String recorded, Outcome<Mark> live) {
        var promised = world.mark(Optional.of(recorded));
        if (promised.isEmpty()
                || !(live instanceof Outcome.Done<Mark>(var mark))
                || mark.equals(promised.get())) {
            return Optional.empty();
        }
        if (mark.at().equals(promised.get().at())) {
            return Optional.of(
                    "the world has " + recorded + ", but other bytes than were recorded: " + mark);
        }
        var known =
                world.marks().entrySet().stream()
                        .filter(e -> e.getValue().equals(mark))
                        .map(Map.Entry::getKey)
                        .findFirst();
        return Optional.of(
                "the world has "
                        + known.orElse(mark + ", which is no version of it")
                        + ", lastgood recorded "
                        + recorded);
    }
}
