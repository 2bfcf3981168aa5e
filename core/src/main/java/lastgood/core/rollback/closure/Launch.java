package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// What a release that goes out takes along of the components that everybody reads one version of.
///
/// A rollout moves no other service: where one could not read the version that goes live, it is refused.
public sealed interface Launch {
    /// It can read what everybody reads now.
    record Alone() implements Launch {}

    /// It goes out in one switch with these versions.
    ///
    /// @param noWayBack why nobody could go back to what is live now
    record Together(SortedMap<String, String> components, Optional<String> noWayBack)
            implements Launch {}

    /// @param why at least one pair that does not fit
    record Refused(List<String> why) implements Launch {
        public Refused {
            why = List.copyOf(why);
        }
    }

    /// @param used the version of each component that the candidate was made with
    static Launch of(
            World world,
            ServiceName service,
            World.Option candidate,
            SortedMap<String, String> used) {
        var moves = new TreeMap<String, String>();
        candidate
                .needs()
                .versions()
                .forEach((name, accepted) -> {
                    var live = Optional.ofNullable(world.components().get(name));
                    if (live.isPresent() && !accepted.contains(live.get().live())) {
                        moves.put(
                                name,
                                Optional.ofNullable(used.get(name)).orElse(accepted.getLast()));
                    }
                });
        if (moves.isEmpty()) {
            return new Alone();
        }
        var why = new ArrayList<String>();
        moves.forEach((name, to) -> why.addAll(direction(world.component(name), name, to)));
        if (why.isEmpty()) {
            world.services()
                    .forEach((other, s) -> {
                        if (!other.equals(service)) {
                            why.addAll(
                                    misfits(
                                            other + " " + s.live().release(),
                                            s.live().needs(),
                                            moves));
                        }
                    });
            why.addAll(amongComponents(world, moves));
        }
        return why.isEmpty()
                ? new Together(moves, noWayBack(world, service, candidate, moves))
                : new Refused(why);
    }

    /// A version that is older than the live one is gone back to, and that has to be allowed.
    private static List<String> direction(World.Component component, String name, String to) {
        var ranks = component.versions().stream().map(World.Version::name).toList();
        int rank = ranks.indexOf(to);
        if (rank < 0) {
            return List.of("there is no " + name + " " + to);
        }
        var live = component.version(component.live());
        boolean forward = rank < component.liveRank();
        boolean allowed = live.revertsTo().contains(to) && live.migration() != Migration.CONTRACT;
        return forward || allowed
                ? List.of()
                : List.of(name + " " + live.name() + " does not go back to " + to);
    }

    /// Versions of components have needs of their own, those that go live and those that stay.
    private static List<String> amongComponents(World world, SortedMap<String, String> moves) {
        var after = new TreeMap<String, String>();
        world.components().forEach((name, c) -> after.put(name, c.live()));
        after.putAll(moves);
        var why = new ArrayList<String>();
        after.forEach((name, version) -> {
            var needs = world.component(name).version(version).needs();
            var of = moves.containsKey(name) ? after : moves;
            why.addAll(misfits(name + "@" + version, needs, of));
        });
        return why;
    }

    private static List<String> misfits(
            String who, Requires needs, SortedMap<String, String> versions) {
        return needs.versions().entrySet().stream()
                .filter(need -> versions.containsKey(need.getKey()))
                .map(need ->
                        new Misfit(
                                who,
                                need.getKey(),
                                need.getValue(),
                                Optional.ofNullable(versions.get(need.getKey())).orElseThrow()))
                .filter(misfit -> !misfit.accepts().contains(misfit.version()))
                .map(Misfit::toString)
                .toList();
    }

    /// Whether all of it could go back, once it has gone out.
    private static Optional<String> noWayBack(
            World world,
            ServiceName service,
            World.Option candidate,
            SortedMap<String, String> moves) {
        var before = Optional.ofNullable(world.services().get(service));
        if (before.isEmpty()) {
            return Optional.empty();
        }
        var live = before.get().live();
        var older = new ArrayList<World.Option>();
        older.add(live);
        older.addAll(before.get().older());
        var services = new TreeMap<>(world.services());
        services.put(service, new World.Service(candidate, older));
        var components = new TreeMap<>(world.components());
        moves.forEach((name, to) ->
                components.put(name, new World.Component(to, world.component(name).versions())));
        return Closure.of(new World(services, components), service, live)
                        instanceof Closure.Blocked(var misfits, _)
                ? misfits.stream().findFirst().map(Misfit::toString)
                : Optional.empty();
    }
}
