package lastgood.control.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.rollback.closure.Misfit;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// What versions of components need of each other.
final class ComponentNeeds {
    private ComponentNeeds() {}

    /// A version that would need itself, by whatever detour.
    ///
    /// @param there what was applied before
    /// @param more what a file declares
    static Optional<Problem> cycle(Collection<Component> there, Collection<Component> more) {
        var needs = new HashMap<String, List<String>>();
        there.forEach(component -> needs.put(component.id().toString(), needed(component)));
        more.forEach(component -> needs.put(component.id().toString(), needed(component)));
        for (var component : more) {
            var start = component.id().toString();
            var cycle = walk(needs, start, start, new LinkedHashSet<>(), List.of(start));
            if (!cycle.isEmpty()) {
                return Optional.of(
                        Problem.of(
                                        Code.INVALID_FILE,
                                        component.id() + " would need itself; nothing was applied.")
                                .because(String.join(" requires ", cycle))
                                .tryThis("leave out one of these from requires")
                                .inState("Nothing was applied."));
            }
        }
        return Optional.empty();
    }

    /// The pairs that do not fit once these versions are live as well. A pair that was live before is not this change's to
    /// repair.
    ///
    /// @param live what everybody reads now
    /// @param more what everybody is to read too
    static List<String> misfits(
            Collection<Component> components,
            SortedMap<String, String> live,
            SortedMap<String, String> more) {
        var after = new TreeMap<>(live);
        after.putAll(more);
        return components.stream()
                .filter(c ->
                        Optional.ofNullable(after.get(c.id().name()))
                                .filter(c.id().version()::equals)
                                .isPresent())
                .flatMap(c ->
                        c.way().requires().versions().entrySet().stream()
                                .filter(need ->
                                        more.containsKey(need.getKey())
                                                || more.containsKey(c.id().name()))
                                .flatMap(need ->
                                        Optional.ofNullable(after.get(need.getKey()))
                                                .filter(v -> !need.getValue().contains(v))
                                                .map(v ->
                                                        new Misfit(
                                                                c.id().toString(),
                                                                need.getKey(),
                                                                need.getValue(),
                                                                v))
                                                .stream()))
                .map(Misfit::toString)
                .toList();
    }

    private static List<String> needed(Component component) {
        return component.way().requires().versions().entrySet().stream()
                .flatMap(e ->
                        e.getValue().stream().map(v -> new ComponentId(e.getKey(), v).toString()))
                .toList();
    }

    /// The way from a version back to `start`; empty: there is none.
    private static List<String> walk(
            Map<String, List<String>> needs,
            String start,
            String here,
            Set<String> seen,
            List<String> path) {
        for (var next : needs.getOrDefault(here, List.of())) {
            var longer = new ArrayList<>(path);
            longer.add(next);
            if (next.equals(start)) {
                return longer;
            }
            if (seen.add(next)) {
                var found = walk(needs, start, next, seen, longer);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }
}
