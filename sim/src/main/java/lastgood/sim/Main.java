package lastgood.sim;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// `./dev sim`: one run from its seed with all that happened, or fresh runs for a minute.
public final class Main {
    private static final Duration LONG = Duration.ofMinutes(1);

    private Main() {}

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean ok = args.length == 0 ? fresh(out) : repeated(Long.parseLong(args[0]), out);
        System.exit(ok ? 0 : 1);
    }

    private static boolean repeated(long seed, PrintStream out) {
        var story = Run.of(seed);
        story.lines().forEach(out::println);
        story.broken().ifPresent(b -> b.printStackTrace(out));
        out.println(story.verdict());
        return story.broken().isEmpty();
    }

    private static boolean fresh(PrintStream out) {
        long first = new SecureRandom().nextLong() >>> 20;
        long end = System.nanoTime() + LONG.toNanos();
        long runs = 0;
        long failed = 0;
        var reached = new EnumMap<Reach, Integer>(Reach.class);
        while (System.nanoTime() < end) {
            var story = Run.of(first + runs++);
            story.reached().keySet().forEach(r -> reached.merge(r, 1, Integer::sum));
            if (story.broken().isPresent()) {
                failed++;
                out.println(story.verdict());
            }
        }
        tell(out, reached);
        out.println(runs + " runs from seed " + first + ", " + failed + " broken");
        return failed == 0;
    }

    private static void tell(PrintStream out, Map<Reach, Integer> reached) {
        for (var place : Reach.values()) {
            out.printf("%8d  %s%n", reached.getOrDefault(place, 0), place);
        }
    }
}
