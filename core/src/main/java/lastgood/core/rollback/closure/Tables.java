package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// The world and the laws as tables, made when somebody asks: most of a large world concerns no rollback.
final class Tables {
    private final World world;
    private final ServiceName asked;
    private final World.Option target;
    private final EnumSet<Law> laws;
    private final Readers readers;
    private final Map<String, List<Table>> mentioning = new HashMap<>();
    private final Map<ServiceName, Table> services = new HashMap<>();
    private final Map<String, Table> components = new HashMap<>();
    private final Map<String, BitSet> mayGo = new HashMap<>();
    private final Map<String, BitSet> live = new HashMap<>();

    Tables(World world, ServiceName asked, World.Option target, EnumSet<Law> laws) {
        this.world = world;
        this.asked = asked;
        this.target = target;
        this.laws = laws;
        this.readers = Readers.of(world);
    }

    /// The tables that name a component, services first, by name.
    List<Table> mentioning(String component) {
        return mentioning.computeIfAbsent(component, this::gather);
    }

    private List<Table> gather(String component) {
        var tables = new ArrayList<Table>();
        var services = new TreeSet<>(readers.services().getOrDefault(component, Set.of()));
        if (target.needs().versions().containsKey(component)) {
            services.add(asked);
        }
        for (var name : services) {
            if (name.equals(asked) || laws.contains(Law.SERVICES_FIT)) {
                tables.add(this.services.computeIfAbsent(name, this::ofService));
            }
        }
        var others = new TreeSet<>(readers.components().getOrDefault(component, Set.of()));
        others.add(component);
        for (var name : others) {
            tables.add(components.computeIfAbsent(name, this::ofComponent));
        }
        return tables;
    }

    BitSet live(String component) {
        return live.computeIfAbsent(
                component,
                name -> {
                    var versions = world.component(name);
                    return only(versions.liveRank());
                });
    }

    /// Where it is, and where it may go back to.
    BitSet whereItMayGo(String component) {
        return mayGo.computeIfAbsent(
                component,
                name -> {
                    var versions = world.component(name);
                    var live = versions.version(versions.live());
                    int here = versions.liveRank();
                    var ranks = only(here);
                    if (live.migration() == Migration.CONTRACT && laws.contains(Law.CONTRACT)) {
                        return ranks;
                    }
                    IntStream.range(here + 1, versions.versions().size())
                            .filter(rank ->
                                    live.revertsTo().contains(versions.versions().get(rank).name())
                                            || !laws.contains(Law.REVERTS_TO))
                            .forEach(ranks::set);
                    return ranks;
                });
    }

    /// What was asked for: the only row that the service has.
    Table.Row ofTarget() {
        var needs = laws.contains(Law.TARGET_FITS) ? target.needs() : Requires.NOTHING;
        return row(asked + " " + target.release(), needs, false);
    }

    private Table ofService(ServiceName name) {
        var rows = new ArrayList<Table.Row>();
        if (name.equals(asked)) {
            rows.add(ofTarget());
        } else {
            var service = world.service(name);
            rows.add(row(name + " " + service.live().release(), service.live().needs(), true));
            for (var option : service.older()) {
                rows.add(row(name + " " + option.release(), option.needs(), false));
            }
        }
        return new Table(Optional.of(name), rows);
    }

    /// A component's version accepts itself, and what it needs of others.
    private Table ofComponent(String name) {
        var component = world.component(name);
        int here = component.liveRank();
        var rows = new ArrayList<Table.Row>();
        whereItMayGo(name).stream()
                .forEach(rank -> {
                    var version = component.versions().get(rank);
                    boolean stays = rank == here;
                    var law = stays ? Law.DEPENDENTS_FIT : Law.MOVED_FITS;
                    var needs = laws.contains(law) ? version.needs() : Requires.NOTHING;
                    var accepts = new TreeMap<>(row("", needs, stays).accepts());
                    accepts.put(name, only(rank));
                    rows.add(new Table.Row(name + "@" + version.name(), accepts));
                });
        return new Table(Optional.empty(), rows);
    }

    /// @param isThere it serves today: what does not fit today, and does not move, is not this rollback's to repair; an
    ///     emergency does not wait for it
    private Table.Row row(String who, Requires needs, boolean isThere) {
        var accepts = new TreeMap<String, BitSet>();
        needs.versions()
                .forEach((name, versions) -> {
                    if (world.components().containsKey(name)) {
                        var component = world.component(name);
                        var ranks = new BitSet();
                        for (int rank = 0; rank < component.versions().size(); rank++) {
                            if (versions.contains(component.versions().get(rank).name())) {
                                ranks.set(rank);
                            }
                        }
                        if (isThere) {
                            ranks.or(live(name));
                        }
                        accepts.put(name, ranks);
                    }
                });
        return new Table.Row(who, accepts);
    }

    static BitSet only(int rank) {
        var set = new BitSet();
        set.set(rank);
        return set;
    }
}
