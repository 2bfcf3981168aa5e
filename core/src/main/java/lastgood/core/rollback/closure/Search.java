package lastgood.core.rollback.closure;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.release.ServiceName;

/// Branch and bound over the versions of components, with generalized arc consistency over [Table]s (Mackworth 1977;
/// Lecoutre, Constraint Networks, ch. 5). Services need no branching: with the versions fixed, each stays if live accepts
/// them, and else goes to the newest older release that does.
///
/// A component moves only where something does not fit otherwise. That loses nothing: each further one that moves can
/// only drive more services out of their places, so where everything fits, moving more is never better.
final class Search {
    /// So many rows are looked at; then the best that was found is taken, and said to be no more than that.
    private static final long MOST_WORK = 4_000_000;

    private final World world;
    private final ServiceName service;
    private final World.Option target;
    private final EnumSet<Law> laws;
    private final Tables tables;
    private final Obstacles obstacles = new Obstacles();
    private Optional<Solution> best = Optional.empty();
    private long work;

    Search(World world, ServiceName service, World.Option target, EnumSet<Law> laws) {
        this.world = world;
        this.service = service;
        this.target = target;
        this.laws = laws;
        this.tables = new Tables(world, service, target, laws);
    }

    Closure run() {
        var domains = new Domains(tables);
        var row = tables.ofTarget();
        if (giveTheTargetWhatItNeeds(row, domains) && settle(domains, row.accepts().keySet(), 0)) {
            look(domains, 1);
        }
        boolean isComplete = work < MOST_WORK;
        return best.<Closure>map(s -> new Closure.Found(s.moves(), isComplete))
                .orElseGet(() -> new Closure.Blocked(obstacles.misfits(), isComplete));
    }

    private void look(Domains domains, int depth) {
        var least = solution(domains);
        if (work >= MOST_WORK || best.filter(b -> least.compare(b, laws) >= 0).isPresent()) {
            return;
        }
        var rest = domains.atRest();
        var next = domains.undecided().or(() -> conflict(domains, rest));
        if (next.isPresent()) {
            decide(domains, next.get(), depth);
            return;
        }
        var found = solution(rest);
        if (best.isEmpty() || found.compare(best.get(), laws) < 0) {
            best = Optional.of(found);
        }
    }

    /// Where it is first, then from the newest on.
    private void decide(Domains domains, String component, int depth) {
        var live = tables.live(component);
        var choices = domains.of(component);
        var ranks =
                Stream.concat(
                        live.stream().filter(choices::get).boxed(),
                        choices.stream().filter(rank -> !live.get(rank)).boxed());
        for (int rank : ranks.toList()) {
            var narrower = domains.copy();
            narrower.narrow(component, Tables.only(rank));
            if (settle(narrower, List.of(component), depth)) {
                look(narrower, depth + 1);
            }
        }
    }

    /// Takes away what cannot be any more, until nothing changes; false where something has no choice left.
    private boolean settle(Domains domains, Collection<String> changed, int depth) {
        var queue = new ArrayDeque<>(changed);
        while (!queue.isEmpty()) {
            for (var table : tables.mentioning(queue.removeFirst())) {
                work += table.rows().size();
                var viable = table.viable(domains);
                if (viable.isEmpty()) {
                    note(table.rows().getFirst(), domains, depth);
                    return false;
                }
                Table.supported(viable)
                        .forEach((component, versions) -> {
                            if (domains.narrow(component, versions)) {
                                queue.add(component);
                            }
                        });
            }
        }
        return true;
    }

    /// With everything at rest, the first that does not fit has an open component to do with it.
    private Optional<String> conflict(Domains domains, Domains rest) {
        return affected(domains).stream()
                .filter(table -> table.first(rest) == table.rows().size())
                .findFirst()
                .flatMap(table ->
                        table.rows().stream()
                                .flatMap(row -> row.accepts().keySet().stream())
                                .sorted()
                                .filter(domains::isOpen)
                                .findFirst());
    }

    /// Whoever names a component that cannot stay where it is.
    private Set<Table> affected(Domains domains) {
        var affected = new LinkedHashSet<Table>();
        domains.leaving().keySet().forEach(name -> affected.addAll(tables.mentioning(name)));
        return affected;
    }

    /// What any completion costs at least; what it costs where nothing is open.
    private Solution solution(Domains domains) {
        var ranks = new TreeMap<ServiceName, Integer>();
        for (var table : affected(domains)) {
            work += table.rows().size();
            int row = table.first(domains);
            if (row > 0 && table.service().isPresent()) {
                ranks.put(table.service().get(), row - 1);
            }
        }
        return Solution.of(world, service, target, ranks, domains.leaving());
    }

    /// Before anybody else is asked, so that whoever cannot follow is the one that is named.
    private boolean giveTheTargetWhatItNeeds(Table.Row row, Domains domains) {
        row.accepts()
                .forEach((name, ranks) -> {
                    if (!ranks.intersects(tables.live(name))) {
                        obstacles.note(0, misfit(row, name, tables.live(name)));
                    }
                });
        boolean isPossible = row.isViable(domains);
        row.accepts().forEach(domains::narrow);
        return isPossible;
    }

    private void note(Table.Row row, Domains domains, int depth) {
        row.accepts()
                .forEach((name, ranks) -> {
                    if (!ranks.intersects(domains.of(name))) {
                        obstacles.note(depth + 1, misfit(row, name, domains.of(name)));
                    }
                });
    }

    private Misfit misfit(Table.Row row, String component, BitSet there) {
        var versions = world.component(component).versions();
        var accepts =
                row.accepts().getOrDefault(component, there).stream()
                        .mapToObj(rank -> versions.get(rank).name())
                        .toList();
        var newest = versions.get(there.nextSetBit(0)).name();
        return new Misfit(row.who(), component, accepts, newest);
    }
}
