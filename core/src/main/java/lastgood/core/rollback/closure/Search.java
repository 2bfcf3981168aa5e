package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// Depth-first search with a bound, over the versions of components. Services need no search: with the versions fixed,
/// each stays if live accepts them, and else goes to the newest older release that does.
///
/// A component is decided only when something does not fit otherwise. That loses nothing: each further component that
/// moves can only drive more services out of their places, so where everything fits, moving more is never better.
///
/// What does not fit already today, and is not moved, is not this rollback's to repair: an emergency does not wait for it.
final class Search {
    private final World world;
    private final ServiceName service;
    private final World.Option target;
    private final EnumSet<Law> laws;
    private final Readers readers;
    private final TreeMap<String, String> decided = new TreeMap<>();
    private final Obstacles obstacles = new Obstacles();
    private Optional<Solution> best = Optional.empty();

    Search(World world, ServiceName service, World.Option target, EnumSet<Law> laws) {
        this.world = world;
        this.service = service;
        this.target = target;
        this.laws = laws;
        this.readers = Readers.of(world);
    }

    /// Something that does not fit, and the components that are still open and have to do with it.
    private record Conflict(List<String> open) {}

    Closure run() {
        look();
        return best.<Closure>map(s -> new Closure.Found(s.moves()))
                .orElseGet(() -> new Closure.Blocked(obstacles.misfits()));
    }

    private void look() {
        if (best.isPresent() && leastPossible().isWorseThan(best.get(), laws)) {
            return;
        }
        var conflict = conflict();
        if (conflict.isEmpty()) {
            var found = solution();
            if (best.isEmpty() || found.compare(best.get(), laws) < 0) {
                best = Optional.of(found);
            }
            return;
        }
        conflict.get().open().stream().findFirst().ifPresent(this::decide);
    }

    private void decide(String component) {
        for (var version : domain(component)) {
            decided.put(component, version);
            look();
        }
        decided.remove(component);
    }

    /// Where a component may be: where it is, or where it may go back to.
    private List<String> domain(String name) {
        var component = world.component(name);
        var live = component.version(component.live());
        var domain = new ArrayList<String>();
        domain.add(live.name());
        if (live.migration() == Migration.CONTRACT && laws.contains(Law.CONTRACT)) {
            return domain;
        }
        component.versions().stream()
                .skip(component.rank(live.name()) + 1L)
                .map(World.Version::name)
                .filter(v -> live.revertsTo().contains(v) || !laws.contains(Law.REVERTS_TO))
                .forEach(domain::add);
        return domain;
    }

    /// The first thing that does not fit with all open components where they are.
    private Optional<Conflict> conflict() {
        var who = service + " " + target.release();
        return (laws.contains(Law.TARGET_FITS)
                        ? conflict(who, target.needs(), false)
                        : Optional.<Conflict>empty())
                .or(this::conflictOfMoved)
                .or(this::conflictOfDependents)
                .or(this::conflictOfServices);
    }

    private Optional<Conflict> conflictOfMoved() {
        if (!laws.contains(Law.MOVED_FITS)) {
            return Optional.empty();
        }
        return decided.keySet().stream()
                .filter(this::isMoved)
                .flatMap(name ->
                        conflict(name + "@" + now(name), version(name).needs(), false).stream())
                .findFirst();
    }

    private Optional<Conflict> conflictOfDependents() {
        if (!laws.contains(Law.DEPENDENTS_FIT)) {
            return Optional.empty();
        }
        return readersOfMoved(readers.components()).stream()
                .filter(name -> !isMoved(name))
                .flatMap(name -> {
                    var found = conflict(name + "@" + now(name), version(name).needs(), true);
                    return found
                            .map(c -> decided.containsKey(name) ? c : new Conflict(List.of(name)))
                            .stream();
                })
                .findFirst();
    }

    private Optional<Conflict> conflictOfServices() {
        if (!laws.contains(Law.SERVICES_FIT)) {
            return Optional.empty();
        }
        return displaced().stream().flatMap(name -> conflictOf(name).stream()).findFirst();
    }

    /// A service that cannot stay and fits nowhere else.
    private Optional<Conflict> conflictOf(ServiceName name) {
        var options = world.service(name);
        if (options.older().stream().anyMatch(o -> misfits(o.needs(), false).isEmpty())) {
            return Optional.empty();
        }
        var open = new TreeSet<String>();
        for (var option : options.older()) {
            var misfits = misfits(option.needs(), false);
            if (decided.keySet().stream().noneMatch(misfits::contains)) {
                open.addAll(misfits);
            }
        }
        if (open.isEmpty()) {
            note(name + " " + options.live().release(), options.live().needs(), true);
        }
        return Optional.of(new Conflict(List.copyOf(open)));
    }

    private Optional<Conflict> conflict(String who, Requires needs, boolean isThere) {
        var misfits = misfits(needs, isThere);
        if (misfits.isEmpty()) {
            return Optional.empty();
        }
        note(who, needs, isThere);
        var isClosed = misfits.stream().anyMatch(decided::containsKey);
        return Optional.of(new Conflict(isClosed ? List.of() : misfits));
    }

    private void note(String who, Requires needs, boolean isThere) {
        var misfits = misfits(needs, isThere);
        needs.versions()
                .forEach((component, accepts) -> {
                    if (misfits.contains(component)) {
                        obstacles.note(
                                decided.size(),
                                new Misfit(who, component, accepts, now(component)));
                    }
                });
    }

    /// The components whose version somebody does not accept.
    ///
    /// @param isThere they serve today: what does not move is not held against them
    private List<String> misfits(Requires needs, boolean isThere) {
        return needs.versions().entrySet().stream()
                .filter(need -> world.components().containsKey(need.getKey()))
                .filter(need -> !isThere || isMoved(need.getKey()))
                .filter(need -> !need.getValue().contains(now(need.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The other services whose live release does not accept what has moved.
    private List<ServiceName> displaced() {
        return readersOfMoved(readers.services()).stream()
                .filter(name -> !name.equals(service))
                .filter(name -> !misfits(world.service(name).live().needs(), true).isEmpty())
                .toList();
    }

    private <T extends Comparable<T>> SortedSet<T> readersOfMoved(Map<String, List<T>> readers) {
        var found = new TreeSet<T>();
        decided.keySet().stream()
                .filter(this::isMoved)
                .forEach(name -> found.addAll(readers.getOrDefault(name, List.of())));
        return found;
    }

    /// What any completion of what is decided costs at least.
    private Solution leastPossible() {
        return solution(decided::containsKey);
    }

    private Solution solution() {
        return solution(_ -> true);
    }

    private Solution solution(Predicate<String> counts) {
        var ranks = new TreeMap<ServiceName, Integer>();
        for (var name : displaced()) {
            var older = world.service(name).older();
            int rank = 0;
            while (rank < older.size()
                    && misfits(older.get(rank).needs(), false).stream().anyMatch(counts)) {
                rank++;
            }
            ranks.put(name, rank);
        }
        return Solution.of(world, service, target, ranks, moved());
    }

    private SortedMap<String, String> moved() {
        var moved = new TreeMap<>(decided);
        moved.keySet().removeIf(name -> !isMoved(name));
        return moved;
    }

    private boolean isMoved(String component) {
        return !now(component).equals(world.component(component).live());
    }

    private String now(String component) {
        var version = decided.get(component);
        return version != null ? version : world.component(component).live();
    }

    private World.Version version(String component) {
        return world.component(component).version(now(component));
    }
}
