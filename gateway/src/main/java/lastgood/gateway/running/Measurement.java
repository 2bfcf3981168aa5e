package lastgood.gateway.running;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import lastgood.core.problem.Outcome;
import lastgood.gateway.running.batch.Effort;
import lastgood.gateway.running.batch.Likeness;
import lastgood.gateway.running.batch.Rows;
import lastgood.gateway.running.tensor.Tensor;

/// Finds out what a warm release costs, by asking it rows whose answers it has given already.
///
/// The least of some runs is taken: whatever else the machine does makes a run longer, and none shorter. Of a process that
/// has stepped back every run may be longer, so that its own account stands beside the clock.
final class Measurement {
    private static final int RUNS = 5;

    /// What is new in a process becomes faster with every run for a while: it is over where so many runs were none.
    private static final int NO_FASTER = 20;

    private static final double FASTER = .95;

    /// What takes longer is asked once; and nothing is asked for longer than this only to see it become faster.
    private static final long ENOUGH = Duration.ofMillis(100).toNanos();

    /// Batches that would take longer are not tried: warming up has a limit.
    private static final long MOST = Duration.ofSeconds(1).toNanos();

    private final Asked asked;
    private final LongSupplier nanos;
    private final Worked worked;

    /// The processor time that answering has taken so far, in nanoseconds; empty: nobody knows.
    interface Worked {
        OptionalLong nanos();
    }

    interface Asked {
        Outcome<List<Tensor>> of(Map<String, Tensor> inputs);
    }

    private record Timed(List<Tensor> outputs, long took) {}

    Measurement(Asked asked, LongSupplier nanos, Worked worked) {
        this.asked = asked;
        this.nanos = nanos;
        this.worked = worked;
    }

    /// Empty: it did not answer.
    ///
    /// @param requests that it answers
    /// @param many the most rows it takes at once; 1: rows of several requests cannot stand under each other
    Optional<Effort> of(List<Map<String, Tensor>> requests, int many) {
        var rows = many > 1 ? requests.stream().map(Measurement::firstRow).toList() : requests;
        var one = timed(rows.getFirst());
        if (one.isEmpty()) {
            return Optional.empty();
        }
        var alone = Effort.alone(one.get().took());
        if (!alone.isSlow() || many < Effort.SOME || !differ(rows)) {
            return Optional.of(alone);
        }
        var four = together(rows, Effort.SOME, one.get().took());
        var sixteen =
                four.isPresent() && many >= Effort.MANY
                        ? together(rows, Effort.MANY, four.getAsLong() / Effort.SOME)
                        : OptionalLong.empty();
        return Optional.of(new Effort(one.get().took(), four, sixteen));
    }

    /// Rows that are all the same could not tell whether they know of each other.
    private static boolean differ(List<Map<String, Tensor>> rows) {
        return rows.stream()
                .anyMatch(row ->
                        row.values().stream().anyMatch(tensor -> !isSame(tensor, rows.getFirst())));
    }

    private static boolean isSame(Tensor tensor, Map<String, Tensor> row) {
        var other = row.get(tensor.name());
        return other != null && Likeness.same(List.of(tensor), List.of(other));
    }

    /// Empty: it takes too long, fails, or answers otherwise than one by one.
    private OptionalLong together(List<Map<String, Tensor>> rows, int many, long each) {
        if (many * each > MOST) {
            return OptionalLong.empty();
        }
        var chosen = new ArrayList<Map<String, Tensor>>();
        for (int i = 0; chosen.size() < many; i++) {
            chosen.add(rows.get(i % rows.size()));
        }
        if (!chosen.stream().allMatch(row -> Rows.fit(row, chosen.getFirst()))) {
            return OptionalLong.empty();
        }
        var timed = timed(Rows.joined(chosen));
        if (timed.isEmpty() || !Rows.have(timed.get().outputs(), many)) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < Math.min(many, rows.size()); i++) {
            var together = Rows.cut(timed.get().outputs(), i, 1);
            if (!(asked.of(rows.get(i)) instanceof Outcome.Done<List<Tensor>>(var alone))
                    || !Likeness.same(alone, together)) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(timed.get().took());
    }

    private Optional<Timed> timed(Map<String, Tensor> inputs) {
        long least = Long.MAX_VALUE;
        long all = 0;
        long mark = Long.MAX_VALUE;
        int fastest = 0;
        List<Tensor> outputs = List.of();
        for (int run = 0; run == 0 || goesOn(run, least, all, fastest); run++) {
            long began = nanos.getAsLong();
            var before = worked.nanos();
            if (!(asked.of(inputs) instanceof Outcome.Done<List<Tensor>>(var said))) {
                return Optional.empty();
            }
            long passed = nanos.getAsLong() - began;
            long took = before.isPresent() ? atMost(passed, before.getAsLong()) : passed;
            if (took < FASTER * mark) {
                mark = took;
                fastest = run;
            }
            least = Math.min(least, took);
            all += passed;
            outputs = said;
        }
        return Optional.of(new Timed(outputs, Math.max(1, least)));
    }

    private long atMost(long passed, long before) {
        var now = worked.nanos();
        return now.isPresent() ? Math.min(passed, now.getAsLong() - before) : passed;
    }

    private static boolean goesOn(int run, long least, long all, int fastest) {
        boolean fewer = run < RUNS && least < ENOUGH;
        return fewer || (run - fastest <= NO_FASTER && all < ENOUGH);
    }

    private static Map<String, Tensor> firstRow(Map<String, Tensor> request) {
        var row = new HashMap<String, Tensor>();
        request.forEach((name, tensor) -> row.put(name, Rows.cut(tensor, 0, 1)));
        return row;
    }
}
