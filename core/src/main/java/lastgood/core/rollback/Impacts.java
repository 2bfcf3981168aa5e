package lastgood.core.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.Plan.Impact;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollback.closure.World;
import lastgood.core.stack.Migration;

/// What moves of a closure mean to the services that were not asked for.
public final class Impacts {
    private Impacts() {}

    /// Who goes back as well, and who stays although something that it reads goes back.
    public static List<Impact> of(World world, ServiceName asked, Moves moves) {
        var impact = new ArrayList<Impact>();
        world.services()
                .forEach((name, service) -> {
                    if (!name.equals(asked)) {
                        effect(service.live(), name, moves)
                                .ifPresent(effect -> impact.add(new Impact(name, effect)));
                    }
                });
        return impact;
    }

    /// Why each component may go back.
    public static List<String> why(World world, Moves moves) {
        return moves.components().entrySet().stream()
                .flatMap(e ->
                        live(world, e.getKey()).stream()
                                .map(live ->
                                        e.getKey()
                                                + " "
                                                + live.name()
                                                + " says that it can go back to "
                                                + e.getValue()
                                                + " (migration: "
                                                + live.migration().text()
                                                + ")"))
                .toList();
    }

    /// What the live version of a component says about going back from it.
    static Optional<String> wayBack(World world, String component) {
        return live(world, component)
                .map(live ->
                        component
                                + " "
                                + live.name()
                                + (live.migration() == Migration.CONTRACT
                                        ? " took something from its state (migration: contract): it goes back to nothing"
                                        : live.revertsTo().isEmpty()
                                                ? " names no version that it can go back to (reverts.to)"
                                                : " goes back to " + live.revertsTo() + " only"));
    }

    private static Optional<World.Version> live(World world, String component) {
        return Optional.ofNullable(world.components().get(component))
                .flatMap(c ->
                        c.versions().stream().filter(v -> v.name().equals(c.live())).findFirst());
    }

    private static Optional<String> effect(World.Option live, ServiceName name, Moves moves) {
        var to = Optional.ofNullable(moves.services().get(name));
        var read =
                live.needs().versions().entrySet().stream()
                        .filter(need -> moves.components().containsKey(need.getKey()))
                        .toList();
        if (to.isPresent()) {
            return Optional.of(
                    "goes back from "
                            + live.release()
                            + " to "
                            + to.get()
                            + read.stream()
                                    .filter(need -> !fits(need, moves))
                                    .findFirst()
                                    .map(need ->
                                            ": "
                                                    + live.release()
                                                    + " accepts "
                                                    + need.getKey()
                                                    + " "
                                                    + need.getValue()
                                                    + " only")
                                    .orElse(""));
        }
        return read.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "stays on "
                                + live.release()
                                + ": accepts "
                                + String.join(
                                        " and ",
                                        read.stream()
                                                .map(need -> need.getKey() + " " + need.getValue())
                                                .toList()));
    }

    private static boolean fits(Map.Entry<String, List<String>> need, Moves moves) {
        return Optional.ofNullable(moves.components().get(need.getKey()))
                .map(need.getValue()::contains)
                .orElse(true);
    }
}
