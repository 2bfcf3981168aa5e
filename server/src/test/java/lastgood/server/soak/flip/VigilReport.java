package lastgood.server.soak.flip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import lastgood.server.soak.Machine;
import lastgood.server.soak.Report;
import lastgood.server.soak.client.Load.Pace;
import lastgood.server.soak.client.Vitals;

/// What a long time under half load came to. The second third is held against the last: until then the compiler is at work.
///
/// @param most requests a second that were answered as fast as answers came
/// @param vitals of the server, ten seconds apart
record VigilReport(
        Duration time, long most, Pace pace, int switches, List<Spans> ears, List<Vitals> vitals) {
    /// Of memory: what a garbage collector leaves lying about.
    private static final double MEMORY = .10;

    private static final long MIB = 24;
    private static final long DESCRIPTORS = 8;
    private static final long THREADS = 4;

    Report report() {
        var failures = new ArrayList<String>();
        ears.forEach(e -> failures.addAll(e.complaints()));
        grown("memory (MiB)", Vitals::memory, MEMORY, MIB, failures);
        grown("descriptors", Vitals::descriptors, 0, DESCRIPTORS, failures);
        grown("threads", Vitals::threads, 0, THREADS, failures);
        return Report.of(figures(), failures);
    }

    private void grown(
            String what,
            ToLongFunction<Vitals> of,
            double share,
            long slack,
            List<String> failures) {
        long before = median(of, second());
        long after = median(of, last());
        if (after > before * (1 + share) + slack) {
            failures.add("%s grew from %,d to %,d".formatted(what, before, after));
        }
    }

    private String figures() {
        return """
        vigil: half load for %d s, with a switch every ten seconds
          machine     %s; the server is a process of its own, the clients are another on the same cores
          capacity    %,d requests a second, asked as fast as answers came by %d clients
          load        %,d requests a second
          switches    %,d, each to or from a release in a process of its own
          requests    %,d
          failed      %,d
          wrong       %,d numbers other than those computed from the files of the release that is named
          server      second third  %s
                      last third    %s
        """
                .formatted(
                        time.toSeconds(),
                        Machine.line(),
                        most,
                        pace.clients(),
                        pace.perSecond(),
                        switches,
                        sum(Spans::answers),
                        sum(Spans::failed),
                        sum(Spans::wrong),
                        medians(second()),
                        medians(last()));
    }

    private List<Vitals> second() {
        return vitals.subList(vitals.size() / 3, 2 * vitals.size() / 3);
    }

    private List<Vitals> last() {
        return vitals.subList(2 * vitals.size() / 3, vitals.size());
    }

    private static Vitals medians(List<Vitals> all) {
        return new Vitals(
                median(Vitals::memory, all),
                median(Vitals::threads, all),
                median(Vitals::descriptors, all));
    }

    private static long median(ToLongFunction<Vitals> of, List<Vitals> all) {
        return all.stream().mapToLong(of).sorted().skip(all.size() / 2).findFirst().orElse(0);
    }

    private long sum(ToLongFunction<Spans> of) {
        return ears.stream().mapToLong(of).sum();
    }
}
