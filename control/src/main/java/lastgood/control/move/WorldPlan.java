package lastgood.control.move;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import lastgood.core.driver.Description;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Way;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.stack.Component;
import lastgood.core.stack.MoveOrder;
import lastgood.core.stack.Requires;
import lastgood.core.stack.StackMove.OfComponent;

/// Which components of a move have to move in their own worlds as well, in which order, and whether they could now.
final class WorldPlan {
    private final Worlds worlds;

    WorldPlan(Worlds worlds) {
        this.worlds = worlds;
    }

    /// Refused where a driver refuses; then nothing was moved.
    Outcome<List<OfComponent>> of(SortedMap<String, String> to, SortedMap<String, String> live) {
        try {
            var planned = new ArrayList<OfComponent>();
            for (var name : order(to, live)) {
                var from = Optional.ofNullable(live.get(name));
                var version = Optional.ofNullable(to.get(name)).orElseThrow();
                switch (worlds.of(name).then(world -> moves(world, from, version))) {
                    case Outcome.Refused<Boolean>(var problem) -> {
                        return Outcome.refused(problem);
                    }
                    case Outcome.Done<Boolean>(var moves) ->
                            planned.add(new OfComponent(name, from, version, moves));
                }
            }
            return Outcome.done(planned);
        } catch (IOException e) {
            return Outcome.refused(
                    Refusals.failed(
                            "The versions of components cannot be read.",
                            List.of(String.valueOf(e.getMessage()))));
        }
    }

    private List<String> order(SortedMap<String, String> to, SortedMap<String, String> live)
            throws IOException {
        var steps = new ArrayList<MoveOrder.Step>();
        for (var each : to.entrySet()) {
            var name = each.getKey();
            var from = Optional.ofNullable(live.get(name)).orElse("");
            steps.add(
                    new MoveOrder.Step(
                            name,
                            from,
                            each.getValue(),
                            requires(name, from),
                            requires(name, each.getValue())));
        }
        return MoveOrder.of(steps);
    }

    private Requires requires(String name, String version) throws IOException {
        return version.isEmpty()
                ? Requires.NOTHING
                : worlds.version(name, version)
                        .map(Component::way)
                        .map(Component.Lineage::requires)
                        .orElse(Requires.NOTHING);
    }

    /// Nothing moves where the version is not in that world, where readers name the version themselves, and where what goes
    /// forward only, or could not be put back, is there already.
    private static Outcome<Boolean> moves(
            Optional<OpenWorld> there, Optional<String> from, String version) {
        var to = there.flatMap(world -> world.mark(Optional.of(version)));
        if (to.isEmpty()) {
            return Outcome.done(false);
        }
        var world = there.get();
        var driver = world.driver();
        return driver.describe()
                .then(about -> {
                    boolean forwardOnly = about.way() == Way.FORWARD_ONLY;
                    boolean returns = world.mark(from).isPresent();
                    if ((forwardOnly || !returns)
                            && driver.snapshot().equals(Outcome.done(to.get()))) {
                        return Outcome.done(false);
                    }
                    if (!forwardOnly && !returns && about.way() != Way.PIN) {
                        return Outcome.refused(noReturn(world, from, version));
                    }
                    return driver.plan(to.get()).then(_ -> healthy(world, about));
                });
    }

    private static Outcome<Boolean> healthy(OpenWorld world, Description about) {
        return about.way() == Way.PIN
                ? Outcome.done(false)
                : world.driver()
                        .health()
                        .<Outcome<Boolean>>map(Outcome::refused)
                        .orElseGet(() -> Outcome.done(true));
    }

    private static Problem noReturn(OpenWorld world, Optional<String> from, String version) {
        var name = world.component();
        return Refusals.failed(
                        name + " could not be put back if its move to " + version + " failed.",
                        List.of(
                                name
                                        + " "
                                        + from.orElse("(none)")
                                        + " is live, and it is not known what it is in its world",
                                "known there: " + String.join(", ", world.marks().keySet())))
                .tryThis(
                        "put "
                                + version
                                + " in place there by hand, then ask once more: nothing has to move then");
    }
}
