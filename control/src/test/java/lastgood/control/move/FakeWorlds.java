package lastgood.control.move;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MemoryComponentDriver;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.driver.Way;
import lastgood.core.port.Drivers;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Worlds in memory that outlive a process, and drivers that a test can spoil. Each call, and each step of a restore, is a
/// step of the fuse. That no key moves a world twice is looked at here.
final class FakeWorlds implements Drivers {
    private final Fuse fuse;
    private final Map<String, MemoryComponentDriver.World> worlds = new HashMap<>();
    private final Map<String, UnaryOperator<ComponentDriver>> spoiled = new HashMap<>();
    private final Map<String, Way> ways = new HashMap<>();
    private final Map<MoveKey, Integer> moves = new HashMap<>();

    /// Every restore that was asked for, in order: `table -> v1`.
    final List<String> asked = new ArrayList<>();

    FakeWorlds(Fuse fuse) {
        this.fuse = fuse;
    }

    MemoryComponentDriver.World of(String component) {
        return worlds.computeIfAbsent(component, _ -> new MemoryComponentDriver.World());
    }

    Mark put(String component, String version) {
        return of(component).put(version, component + " as of " + version);
    }

    String live(String component) {
        return of(component).live().orElseThrow();
    }

    /// From now on its driver is another one.
    void spoil(String component, UnaryOperator<ComponentDriver> how) {
        spoiled.put(component, how);
    }

    void mend(String component) {
        spoiled.remove(component);
    }

    void goes(String component, Way way) {
        ways.put(component, way);
    }

    /// Keys that moved a world more than once.
    List<MoveKey> movedTwice() {
        return moves.entrySet().stream()
                .filter(e -> e.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Outcome<ComponentDriver> make(
            String component, String kind, SortedMap<String, String> settings) {
        ComponentDriver real =
                new MemoryComponentDriver(
                        component,
                        ways.getOrDefault(component, Way.POINTER),
                        of(component),
                        fuse::step);
        var counted = new Counted(component, real);
        return Outcome.done(
                new Watched(
                        component,
                        Optional.ofNullable(spoiled.get(component))
                                .map(how -> how.apply(counted))
                                .orElse(counted)));
    }

    /// What really happens to the world.
    private final class Counted extends Passing {
        private final String component;

        Counted(String component, ComponentDriver driver) {
            super(driver);
            this.component = component;
        }

        @Override
        public Restored restore(Mark to, MoveKey key) {
            var before = of(component).live();
            try {
                return super.restore(to, key);
            } finally {
                if (!of(component).live().equals(before)) {
                    moves.merge(key, 1, Integer::sum);
                }
            }
        }
    }

    /// What the mover does.
    private final class Watched extends Passing {
        private final String component;

        Watched(String component, ComponentDriver driver) {
            super(driver);
            this.component = component;
        }

        @Override
        public Outcome<Description> describe() {
            fuse.step();
            return super.describe();
        }

        @Override
        public Outcome<Mark> snapshot() {
            fuse.step();
            return super.snapshot();
        }

        @Override
        public Outcome<Mark> find(String at) {
            fuse.step();
            return super.find(at);
        }

        @Override
        public Optional<Problem> health() {
            fuse.step();
            return super.health();
        }

        @Override
        public Restored restore(Mark to, MoveKey key) {
            fuse.step();
            asked.add(component + " -> " + to.at());
            var restored = super.restore(to, key);
            fuse.step();
            return restored;
        }
    }

    /// A driver in front of another one; what it does not spoil is passed on.
    static class Passing implements ComponentDriver {
        private final ComponentDriver driver;

        Passing(ComponentDriver driver) {
            this.driver = driver;
        }

        @Override
        public Outcome<Description> describe() {
            return driver.describe();
        }

        @Override
        public Outcome<Mark> snapshot() {
            return driver.snapshot();
        }

        @Override
        public Outcome<Mark> find(String at) {
            return driver.find(at);
        }

        @Override
        public Restored restore(Mark to, MoveKey key) {
            return driver.restore(to, key);
        }

        @Override
        public Optional<Problem> health() {
            return driver.health();
        }
    }
}
