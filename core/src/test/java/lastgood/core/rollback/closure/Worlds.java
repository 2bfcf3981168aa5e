package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// Small random worlds in which everything fits today.
final class Worlds {
    private final Random random;

    Worlds(long seed) {
        this.random = new Random(seed);
    }

    /// A world and one thing to ask of it.
    record Question(World world, ServiceName service, World.Option target) {}

    Question next() {
        var components = components(1 + random.nextInt(3));
        var services = new TreeMap<ServiceName, World.Service>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            services.put(new ServiceName("s" + i), service(components));
        }
        var names = List.copyOf(services.keySet());
        var asked = names.get(random.nextInt(names.size()));
        var world = new World(services, components);
        var older = world.service(asked).older();
        return new Question(world, asked, older.get(random.nextInt(older.size())));
    }

    /// A component before its versions are made.
    private record Line(String name, int versions, String live) {}

    private SortedMap<String, World.Component> components(int count) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < count; i++) {
            int versions = 2 + random.nextInt(2);
            int live = random.nextInt(5) == 0 ? versions - 1 : versions;
            lines.add(new Line("c" + i, versions, "v" + live));
        }
        var components = new TreeMap<String, World.Component>();
        for (var line : lines) {
            var versions = new ArrayList<World.Version>();
            for (int v = line.versions(); v >= 1; v--) {
                versions.add(version(line, v, lines));
            }
            components.put(line.name(), new World.Component(line.live(), versions));
        }
        return components;
    }

    private World.Version version(Line line, int number, List<Line> lines) {
        var reverts = new ArrayList<String>();
        for (int v = 1; v <= line.versions(); v++) {
            if (v != number && random.nextInt(4) > 0) {
                reverts.add("v" + v);
            }
        }
        var migration =
                switch (random.nextInt(6)) {
                    case 0 -> Migration.CONTRACT;
                    case 1 -> Migration.EXPAND;
                    default -> Migration.NONE;
                };
        boolean isLive = line.live().equals("v" + number);
        var needs = new TreeMap<String, List<String>>();
        for (var other : lines) {
            if (other.name().compareTo(line.name()) > 0 && random.nextInt(3) == 0) {
                needs.put(other.name(), accepted(other.versions(), isLive ? other.live() : ""));
            }
        }
        return new World.Version("v" + number, migration, reverts, new Requires(needs));
    }

    private World.Service service(SortedMap<String, World.Component> components) {
        int live = 2 + random.nextInt(3);
        var older = new ArrayList<World.Option>();
        for (int i = live - 1; i >= 1; i--) {
            older.add(option(i, components, false));
        }
        return new World.Service(option(live, components, true), older);
    }

    private World.Option option(
            int number, SortedMap<String, World.Component> components, boolean isLive) {
        var needs = new TreeMap<String, List<String>>();
        components.forEach((name, component) -> {
            if (random.nextInt(3) > 0) {
                var surely = isLive ? component.live() : "";
                needs.put(name, accepted(component.versions().size(), surely));
            }
        });
        return new World.Option(release(number), new Requires(needs));
    }

    /// Some versions, and surely this one.
    private List<String> accepted(int versions, String surely) {
        var accepted = new ArrayList<String>();
        for (int v = 1; v <= versions; v++) {
            if (("v" + v).equals(surely) || random.nextInt(5) < 2) {
                accepted.add("v" + v);
            }
        }
        return accepted;
    }

    static ReleaseId release(int number) {
        return new ReleaseId(number, Digest.of(new byte[] {(byte) number}));
    }
}
