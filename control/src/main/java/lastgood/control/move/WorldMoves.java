package lastgood.control.move;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.stack.StackMove;
import lastgood.core.stack.StackMove.OfComponent;

/// Moves components in their own worlds, there and back.
///
/// A world is believed where it says that nothing changed, unless it can be seen to be otherwise; that it is where it should
/// be is always looked at. Once an answer was "unknown", only a later "there" ends that: "unchanged" then speaks of the
/// second attempt and not of the first.
public final class WorldMoves {
    private final Worlds worlds;
    private final Consumer<Duration> pause;

    /// @param pause waits
    public WorldMoves(Worlds worlds, Consumer<Duration> pause) {
        this.worlds = worlds;
        this.pause = pause;
    }

    WorldLimits limits() {
        return worlds.limits();
    }

    /// Whether one of these components has a version in a world of its own.
    boolean concern(Set<String> components) throws IOException {
        return worlds.have(components);
    }

    /// Takes every world of a move to its version, one after the other, and stops at the first that does not get there.
    Went go(StackMove move) {
        var touched = new ArrayList<String>();
        for (var each : inTheirWorlds(move)) {
            var reached = reached(each, each.to(), key(move, each, ""));
            if (reached.touched()) {
                touched.add(each.component());
            }
            if (reached.problem().isPresent()) {
                return new Went(reached.problem(), touched);
            }
        }
        return new Went(Optional.empty(), touched);
    }

    /// Takes the worlds back to what was live before the move, the last one first.
    ///
    /// @param which by name; each is asked for with a key of its own, so that nothing of the move is taken up after it
    /// @return those that could not be brought there for certain
    List<Left> back(StackMove move, List<String> which) {
        var asked =
                inTheirWorlds(move).reversed().stream()
                        .filter(each -> which.contains(each.component()))
                        .toList();
        return left(move, asked, each -> each.from().orElse(""), ".back");
    }

    /// Takes the worlds of a move that cannot go back on to where it led, if all of them have that.
    ///
    /// @return whether all of them are there
    boolean on(StackMove move) {
        var all = inTheirWorlds(move);
        return all.stream().allMatch(this::hasTarget)
                && left(move, all, OfComponent::to, ".on").isEmpty();
    }

    private boolean hasTarget(OfComponent each) {
        return open(each.component())
                        .then(world ->
                                world.mark(Optional.of(each.to()))
                                        .map(world.driver()::verify)
                                        .orElseGet(() -> Outcome.refused(noMark(each, each.to()))))
                instanceof Outcome.Done<Mark>;
    }

    private List<Left> left(
            StackMove move, List<OfComponent> asked, Function<OfComponent, String> to, String end) {
        var left = new ArrayList<Left>();
        for (var each : asked) {
            var belongs = to.apply(each);
            reached(each, belongs, key(move, each, end))
                    .problem()
                    .ifPresent(
                            why -> left.add(new Left(each.component(), belongs, where(each), why)));
        }
        return left;
    }

    static List<OfComponent> inTheirWorlds(StackMove move) {
        return move.components().stream().filter(OfComponent::inItsWorld).toList();
    }

    /// The number alone would meet the keys of another server, or of an earlier life of this one, in the same world.
    private static MoveKey key(StackMove move, OfComponent each, String end) {
        var when = Long.toString(move.at().toEpochMilli(), Character.MAX_RADIX);
        return new MoveKey("move-" + move.number() + "." + each.component() + "." + when + end);
    }

    /// @param touched whether the world may not be as before
    private record Reached(boolean touched, Optional<Problem> problem) {}

    private Reached reached(OfComponent each, String version, MoveKey key) {
        return switch (open(each.component())) {
            case Outcome.Refused<OpenWorld>(var problem) ->
                    new Reached(false, Optional.of(problem));
            case Outcome.Done<OpenWorld>(var world) -> {
                var mark = world.mark(Optional.of(version));
                yield mark.isPresent()
                        ? reached(world, mark.get(), key)
                        : new Reached(false, Optional.of(noMark(each, version)));
            }
        };
    }

    private Reached reached(OpenWorld world, Mark to, MoveKey key) {
        var driver = world.driver();
        boolean unknown = false;
        Problem why = Refusals.failed(world.component() + " was not asked to move.", List.of());
        for (int tries = worlds.limits().tries(); tries > 0; tries--) {
            var restored = driver.restore(to, key);
            var seen = driver.snapshot();
            switch (restored) {
                case Restored.There _ when seen.equals(Outcome.done(to)) -> {
                    return new Reached(true, Optional.empty());
                }
                case Restored.There _ -> {
                    unknown = true;
                    why = lie(world, to, seen);
                }
                case Restored.Unchanged(var problem) -> {
                    if (!unknown) {
                        return new Reached(seen.equals(Outcome.done(to)), Optional.of(problem));
                    }
                    why = problem;
                }
                case Restored.Unknown(var problem) -> {
                    unknown = true;
                    why = problem;
                }
            }
            if (driver.isBusy()) {
                break; // asked again, it would wait for the one that hangs
            }
            if (tries > 1) {
                pause.accept(worlds.limits().pause());
            }
        }
        return new Reached(true, Optional.of(why));
    }

    private Outcome<OpenWorld> open(String component) {
        try {
            return worlds.of(component)
                    .then(world ->
                            world.map(Outcome::done)
                                    .orElseGet(() ->
                                            Outcome.refused(
                                                    Refusals.failed(
                                                            component + " has no driver.",
                                                            List.of()))));
        } catch (IOException e) {
            return Outcome.refused(
                    Refusals.failed(
                            "The versions of " + component + " cannot be read.",
                            List.of(String.valueOf(e.getMessage()))));
        }
    }

    private String where(OfComponent each) {
        return switch (open(each.component()).then(world -> world.driver().snapshot())) {
            case Outcome.Done<Mark>(var mark) -> "and its world is at " + mark.at();
            case Outcome.Refused<Mark> _ -> "and where its world is cannot be told";
        };
    }

    private static Problem lie(OpenWorld world, Mark to, Outcome<Mark> seen) {
        return Refusals.failed(
                world.component() + " is not at " + to.at() + ", though its driver says so.",
                List.of(
                        switch (seen) {
                            case Outcome.Done<Mark>(var mark) -> "its readers get " + mark;
                            case Outcome.Refused<Mark>(var problem) -> problem.cause();
                        }));
    }

    private static Problem noMark(OfComponent each, String version) {
        return Refusals.missing(
                each.component() + "@" + version, "it is not known what it is in its world");
    }

    /// What the versions of a move need in their worlds is looked at before anything moves.
    Outcome<List<OfComponent>> planned(
            SortedMap<String, String> to, SortedMap<String, String> live) {
        return new WorldPlan(worlds).of(to, live);
    }
}
