package lastgood.core.driver;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;

/// A component that lives in memory. Its world outlives the driver, as a disk would.
public final class MemoryComponentDriver implements ComponentDriver {
    private final String component;
    private final Way way;
    private final World world;
    private final Runnable beforeStep;

    public MemoryComponentDriver(String component, World world) {
        this(component, Way.POINTER, world, () -> {});
    }

    /// @param beforeStep called before each change of the world; what it throws is a crash there
    public MemoryComponentDriver(String component, Way way, World world, Runnable beforeStep) {
        this.component = component;
        this.way = way;
        this.world = world;
        this.beforeStep = beforeStep;
    }

    @Override
    public Outcome<Description> describe() {
        return Outcome.done(new Description(component, "memory", way, "memory"));
    }

    @Override
    public Outcome<Mark> snapshot() {
        return world.live
                .map(live ->
                        world.broken
                                .<Outcome<Mark>>map(Outcome::refused)
                                .orElseGet(() -> find(live)))
                .orElseGet(() -> Outcome.refused(Refusals.unclear(component, "nothing is live")));
    }

    @Override
    public Outcome<Mark> find(String at) {
        return world.broken
                .<Outcome<Mark>>map(Outcome::refused)
                .orElseGet(() ->
                        Optional.ofNullable(world.versions.get(at))
                                .map(content -> Outcome.done(World.mark(at, content)))
                                .orElseGet(() ->
                                        Outcome.refused(Refusals.missing(at, "nobody added it"))));
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        if (way == Way.FORWARD_ONLY) {
            return new Restored.Unchanged(Refusals.forwardOnly(component));
        }
        var known = Optional.ofNullable(world.moves.get(key));
        if (known.isPresent() && !known.get().to.equals(to)) {
            return new Restored.Unchanged(Refusals.spent(key, "it was for " + known.get().to));
        }
        if (verify(to) instanceof Outcome.Refused<Mark>(var problem)) {
            return new Restored.Unchanged(problem);
        }
        boolean moved = !world.live.equals(Optional.of(to.at()));
        if (known.isPresent() && (known.get().made || !world.last(key))) {
            return moved
                    ? new Restored.Unchanged(Refusals.spent(key, "the world has moved on"))
                    : new Restored.There(to, false);
        }
        beforeStep.run();
        world.moves.put(key, new Asked(to, false));
        beforeStep.run();
        world.live = Optional.of(to.at());
        beforeStep.run();
        world.moves.put(key, new Asked(to, true));
        return new Restored.There(to, moved);
    }

    @Override
    public Optional<Problem> health() {
        return world.broken;
    }

    private record Asked(Mark to, boolean made) {}

    /// The versions, which of them is live, and which moves were asked for.
    public static final class World {
        private final Map<String, String> versions = new LinkedHashMap<>();
        private final LinkedHashMap<MoveKey, Asked> moves = new LinkedHashMap<>();
        private Optional<String> live = Optional.empty();
        private Optional<Problem> broken = Optional.empty();

        /// A version more, or other bytes under the name of one that is there.
        public Mark put(String at, String content) {
            versions.put(at, content);
            return mark(at, content);
        }

        public void move(String at) {
            live = Optional.of(at);
        }

        /// From now on every call is refused.
        public void breakDown(Problem problem) {
            broken = Optional.of(problem);
        }

        public Optional<String> live() {
            return live;
        }

        public String read() {
            return Optional.ofNullable(versions.get(live.orElseThrow())).orElseThrow();
        }

        private boolean last(MoveKey key) {
            return moves.lastEntry().getKey().equals(key);
        }

        private static Mark mark(String at, String content) {
            return new Mark(at, Digest.of(content.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
