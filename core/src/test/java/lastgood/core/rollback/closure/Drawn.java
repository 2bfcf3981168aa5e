package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// A world drawn by hand: `world.component("table").version("v1", "").version("v2", "v1")` and
/// `world.service("fraud", "r2 table:v2", "r1 table:v1,v2")`, live first.
final class Drawn {
    private final TreeMap<String, World.Component> components = new TreeMap<>();
    private final TreeMap<ServiceName, World.Service> services = new TreeMap<>();

    static Worlds.Question aNewerReleaseOrAnEarlierName() {
        return new Drawn()
                .component("table", "v3 > v2,v1", "v2", "v1")
                .service("asked", "r2 table:v3", "r1 table:v2,v1")
                .service("anna", "r3 table:v3,v2", "r2 table:v3", "r1 table:v1")
                .service("bert", "r2 table:v3,v1", "r1 table:v2")
                .asks("asked", "r1");
    }

    /// @param versions newest first, the live one at the head: `v8 > v7,v6 expand other:v1` (goes back to; migration; needs)
    Drawn component(String name, String... versions) {
        var all = Arrays.stream(versions).map(Drawn::version).toList();
        components.put(name, new World.Component(all.getFirst().name(), all));
        return this;
    }

    Drawn service(String name, String live, String... older) {
        services.put(
                new ServiceName(name),
                new World.Service(option(live), Arrays.stream(older).map(Drawn::option).toList()));
        return this;
    }

    Worlds.Question asks(String service, String release) {
        var world = new World(services, components);
        var name = new ServiceName(service);
        var target =
                world.service(name).older().stream()
                        .filter(o -> o.release().name().equals(release))
                        .findFirst()
                        .orElseThrow();
        return new Worlds.Question(world, name, target);
    }

    /// `fraud r1, cost r4; table v1`, or `fraud r1 accepts table [v1], not v2; …`
    static String answer(Worlds.Question question) {
        return switch (Closure.of(question.world(), question.service(), question.target())) {
            case Closure.Found(var moves, _) ->
                    join(moves.services()) + "; " + join(moves.components());
            case Closure.Blocked(var misfits, _) ->
                    String.join("; ", misfits.stream().map(Misfit::toString).toList());
        };
    }

    private static String join(SortedMap<?, ?> moves) {
        var lines = new ArrayList<String>();
        moves.forEach((name, to) -> lines.add(name + " " + to));
        return String.join(", ", lines);
    }

    private static World.Version version(String text) {
        var words = new ArrayList<>(List.of(text.split(" ")));
        var name = words.removeFirst();
        var reverts = List.<String>of();
        if (!words.isEmpty() && words.getFirst().equals(">")) {
            words.removeFirst();
            reverts = List.of(words.removeFirst().split(","));
        }
        var migration = Migration.NONE;
        if (!words.isEmpty() && !words.getFirst().contains(":")) {
            migration = Migration.valueOf(words.removeFirst().toUpperCase(Locale.ROOT));
        }
        return new World.Version(name, migration, reverts, needs(words));
    }

    private static World.Option option(String text) {
        var words = new ArrayList<>(List.of(text.split(" ")));
        int number = Integer.parseInt(words.removeFirst().substring(1));
        return new World.Option(Worlds.release(number), needs(words));
    }

    private static Requires needs(List<String> words) {
        var needs = new TreeMap<String, List<String>>();
        for (var word : words) {
            var pair = word.split(":", 2);
            needs.put(pair[0], List.of(pair[1].split(",")));
        }
        return new Requires(needs);
    }
}
