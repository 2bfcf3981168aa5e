package lastgood.core.rollback.closure;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// Moves with all that makes them better or worse than others.
///
/// @param services how many move
/// @param components how many move
/// @param passedOver how many newer releases the services that come along pass over, together
/// @param names of the services that come along
/// @param ranks of each of those: how many newer releases it passes over
/// @param componentNames of those that move
/// @param versionRanks of each of those: how many versions are newer
record Solution(
        Moves moves,
        int services,
        int components,
        int passedOver,
        List<String> names,
        List<Integer> ranks,
        List<String> componentNames,
        List<Integer> versionRanks) {

    static Solution of(
            World world,
            ServiceName service,
            World.Option target,
            SortedMap<ServiceName, Integer> ranks,
            SortedMap<String, Integer> versions) {
        var services = new TreeMap<ServiceName, ReleaseId>();
        services.put(service, target.release());
        ranks.forEach((name, rank) -> {
            var older = world.service(name).older();
            if (rank < older.size()) {
                services.put(name, older.get(rank).release());
            }
        });
        var components = new TreeMap<String, String>();
        versions.forEach((name, rank) ->
                components.put(name, world.component(name).versions().get(rank).name()));
        return new Solution(
                new Moves(services, components),
                1 + ranks.size(),
                components.size(),
                ranks.values().stream().mapToInt(r -> r).sum(),
                ranks.keySet().stream().map(ServiceName::text).toList(),
                List.copyOf(ranks.values()),
                List.copyOf(versions.keySet()),
                List.copyOf(versions.values()));
    }

    /// Less is better: services, components, releases passed over; then by name, then the newest.
    int compare(Solution other, EnumSet<Law> laws) {
        int cost = costs(laws).compare(this, other);
        return cost != 0
                ? cost
                : Comparator.<Solution, List<String>>comparing(Solution::names, inOrder())
                        .thenComparing(Solution::ranks, inOrder())
                        .thenComparing(Solution::componentNames, inOrder())
                        .thenComparing(Solution::versionRanks, inOrder())
                        .compare(this, other);
    }

    private static Comparator<Solution> costs(EnumSet<Law> laws) {
        return Comparator.<Solution>comparingInt(
                        s -> laws.contains(Law.FEWEST_SERVICES) ? s.services() : 0)
                .thenComparingInt(s -> laws.contains(Law.FEWEST_COMPONENTS) ? s.components() : 0)
                .thenComparingInt(s -> laws.contains(Law.NEWEST_RELEASE) ? s.passedOver() : 0);
    }

    private static <T extends Comparable<T>> Comparator<List<T>> inOrder() {
        return (a, b) -> {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                int here = a.get(i).compareTo(b.get(i));
                if (here != 0) {
                    return here;
                }
            }
            return Integer.compare(a.size(), b.size());
        };
    }
}
