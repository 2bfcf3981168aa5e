package lastgood.core.rollback.closure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Migration;
import lastgood.core.stack.Requires;

/// How long a plan takes in a large world: 1,000 services of 50 releases, 200 exclusive components of 50 versions.
///
/// `./dev bench plan [QUESTIONS] [SEED]`
public final class PlanBench {
    private static final int SERVICES = 1_000;
    private static final int RELEASES = 50;
    private static final int COMPONENTS = 200;
    private static final int VERSIONS = 50;

    private final Random random;

    private PlanBench(long seed) {
        this.random = new Random(seed);
    }

    public static void main(String[] args) {
        int questions = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 20_261_126;
        new PlanBench(seed).run(questions, seed);
    }

    private void run(int questions, long seed) {
        System.out.printf(
                Locale.ROOT,
                "plan: %,d services x %d releases, %,d component versions; %,d questions, seed %d%n",
                SERVICES,
                RELEASES,
                COMPONENTS * VERSIONS,
                questions,
                seed);
        run("in stacks of ten services and two components", true, questions);
        run("every service reads any components, so that all hang together", false, questions);
    }

    private void run(String title, boolean inStacks, int questions) {
        var world = world(inStacks);
        var names = List.copyOf(world.services().keySet());
        ask(world, names, questions / 2); // the compiler's turn
        for (int i = 0; i < 200; i++) {
            floor(world);
        }
        var floors = IntStream.range(0, 200).mapToLong(_ -> floor(world)).sorted().toArray();
        var asked = ask(world, names, questions);
        double floor = floors[floors.length / 2] / 1e6;
        System.out.println(" " + title);
        System.out.printf(
                Locale.ROOT,
                "  found %,d, blocked %,d, of these not proven %,d; most moved at once: %d services, %d"
                        + " components%n",
                asked.found,
                questions - asked.found,
                asked.unproven,
                asked.services,
                asked.components);
        System.out.printf(
                Locale.ROOT,
                "  one plan             p50 %.2f, p99 %.2f, most %.2f ms%n",
                asked.at(.5),
                asked.at(.99),
                asked.at(1));
        System.out.printf(
                Locale.ROOT,
                "  reading it all once  p50 %.2f ms; a plan's p50 is %.2f of that%n",
                floor,
                asked.at(.5) / floor);
    }

    private static final class Asked {
        private long[] nanos = {};
        private int found;
        private int unproven;
        private int services;
        private int components;

        private void note(Closure closure) {
            switch (closure) {
                case Closure.Found(var moves, var isSmallest) -> {
                    found++;
                    unproven += isSmallest ? 0 : 1;
                    services = Math.max(services, moves.services().size());
                    components = Math.max(components, moves.components().size());
                }
                case Closure.Blocked(_, var isCertain) -> unproven += isCertain ? 0 : 1;
            }
        }

        private double at(double share) {
            return nanos[(int) Math.min(nanos.length - 1, Math.floor(share * nanos.length))] / 1e6;
        }
    }

    private Asked ask(World world, List<ServiceName> names, int questions) {
        var asked = new Asked();
        asked.nanos = new long[questions];
        for (int i = 0; i < questions; i++) {
            var name = names.get(random.nextInt(names.size()));
            var older = world.service(name).older();
            var target = older.get(random.nextInt(Math.min(5, older.size())));
            long began = System.nanoTime();
            var closure = Closure.of(world, name, target);
            asked.nanos[i] = System.nanoTime() - began;
            asked.note(closure);
        }
        Arrays.sort(asked.nanos);
        return asked;
    }

    /// The least that anybody who looks at the whole world has to do.
    private static long floor(World world) {
        long began = System.nanoTime();
        long seen = 0;
        for (var service : world.services().values()) {
            seen += service.live().needs().versions().size();
            for (var option : service.older()) {
                seen += option.needs().versions().size();
            }
        }
        for (var component : world.components().values()) {
            for (var version : component.versions()) {
                seen += version.needs().versions().size() + version.revertsTo().size();
            }
        }
        long took = System.nanoTime() - began;
        if (seen == 0) {
            throw new IllegalStateException("an empty world");
        }
        return took;
    }

    private World world(boolean inStacks) {
        var components = new TreeMap<String, World.Component>();
        for (int c = 0; c < COMPONENTS; c++) {
            components.put("c" + c, component(c, inStacks));
        }
        var services = new TreeMap<ServiceName, World.Service>();
        for (int s = 0; s < SERVICES; s++) {
            var own = List.of("c" + s / 10 * 2, "c" + (s / 10 * 2 + 1));
            var names = inStacks ? own : List.copyOf(components.keySet());
            services.put(new ServiceName("s" + s), service(names));
        }
        return new World(services, components);
    }

    /// Every second (tangled: every fifth) reads another one; one live version in ten has closed the way back.
    private World.Component component(int number, boolean inStacks) {
        boolean reads = inStacks ? number % 2 == 1 : number > 0 && number % 5 == 0;
        int other = !reads ? 0 : inStacks ? number - 1 : random.nextInt(number);
        var versions = new ArrayList<World.Version>();
        for (int v = VERSIONS; v >= 1; v--) {
            int back = v;
            var reverts = IntStream.range(Math.max(1, v - 5), v).mapToObj(to -> "v" + to).toList();
            var needs = new TreeMap<String, List<String>>();
            if (reads) {
                needs.put("c" + other, around(back, 2 + random.nextInt(3)));
            }
            var migration = random.nextInt(10) == 0 ? Migration.CONTRACT : Migration.EXPAND;
            versions.add(new World.Version("v" + v, migration, reverts, new Requires(needs)));
        }
        return new World.Component("v" + VERSIONS, versions);
    }

    private World.Service service(List<String> names) {
        var reads =
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(_ -> names.get(random.nextInt(names.size())))
                        .toList();
        var older = new ArrayList<World.Option>();
        for (int r = RELEASES - 1; r >= 1; r--) {
            older.add(option(r, reads));
        }
        return new World.Service(option(RELEASES, reads), older);
    }

    /// Release and version went along together, and a release accepts a few versions before its own.
    private World.Option option(int number, List<String> reads) {
        var needs = new TreeMap<String, List<String>>();
        reads.forEach(name -> needs.put(name, around(number, random.nextInt(3))));
        return new World.Option(Worlds.release(number), new Requires(needs));
    }

    private static List<String> around(int number, int before) {
        return IntStream.rangeClosed(Math.max(1, number - before), number)
                .mapToObj(v -> "v" + v)
                .toList();
    }
}
