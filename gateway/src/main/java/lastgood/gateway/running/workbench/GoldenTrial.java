package lastgood.gateway.running.workbench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.OfflineEvidence;
import lastgood.gateway.running.LoadedStack;
import lastgood.gateway.running.tensor.Expected;
import lastgood.gateway.running.tensor.Row;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorJson;

/// Golden rows: those that came with a release are held against its answers; where none came, some are drawn.
final class GoldenTrial {
    private static final int DRAWN_ROWS = 8;
    private static final int TIMED_RUNS = 200;
    private static final long TIMED_NANOS = 5_000_000_000L;

    private final LoadedStack stack;
    private final List<OfflineEvidence.Range> ranges;

    GoldenTrial(LoadedStack stack, List<OfflineEvidence.Range> ranges) {
        this.stack = stack;
        this.ranges = ranges;
    }

    /// @param file the rows as they were given, kept byte for byte where each has its answer already
    Outcome<Workbench.Trial> check(byte[] file, List<Row> rows) {
        if (rows.isEmpty()) {
            return refused("the golden file has no rows", Optional.empty());
        }
        var lines = new ByteArrayOutputStream();
        for (var row : rows) {
            switch (Trier.ask(stack, row.inputs())) {
                case Outcome.Refused<List<Tensor>>(var problem) -> {
                    return refused("golden row " + row.line(), Optional.of(problem.what()));
                }
                case Outcome.Done<List<Tensor>>(var outputs) -> {
                    var difference = Expected.difference(row.outputs(), outputs);
                    if (difference.isPresent()) {
                        return refused("golden row " + row.line(), difference);
                    }
                    lines.writeBytes(TensorJson.row(row.inputs().values(), outputs, row.label()));
                    lines.write('\n');
                }
            }
        }
        boolean answered = rows.stream().noneMatch(row -> row.outputs().isEmpty());
        var inputs = rows.stream().map(Row::inputs).toList();
        return Outcome.done(
                new Workbench.Trial(
                        Optional.of(answered ? file : lines.toByteArray()),
                        false,
                        rows.size(),
                        ranges,
                        p99Micros(inputs),
                        List.of()));
    }

    /// The release's own answers become the expected ones.
    Outcome<Workbench.Trial> draw(long seed) {
        var lines = new ByteArrayOutputStream();
        var answered = new ArrayList<Map<String, Tensor>>();
        var complaint = Optional.<String>empty();
        for (var inputs : drawn(seed)) {
            switch (Trier.ask(stack, inputs)) {
                case Outcome.Refused<List<Tensor>>(var problem) ->
                        complaint = Optional.of(problem.what());
                case Outcome.Done<List<Tensor>>(var outputs) -> {
                    answered.add(inputs);
                    lines.writeBytes(TensorJson.row(inputs.values(), outputs, Optional.empty()));
                    lines.write('\n');
                }
            }
        }
        return Outcome.done(
                new Workbench.Trial(
                        answered.isEmpty() ? Optional.empty() : Optional.of(lines.toByteArray()),
                        true,
                        answered.size(),
                        ranges,
                        p99Micros(answered),
                        warnings(answered.size(), complaint)));
    }

    private List<Map<String, Tensor>> drawn(long seed) {
        var rows = new DrawnRows(stack.parts().schema(), ranges, seed).draw(DRAWN_ROWS);
        return stack.gatherer().map(g -> g.withKeys(rows, Trier.LOOK_UP_WITHIN)).orElse(rows);
    }

    private static List<String> warnings(int answered, Optional<String> complaint) {
        if (complaint.isEmpty()) {
            return List.of();
        }
        int refused = DRAWN_ROWS - answered;
        return List.of(
                (answered == 0
                                ? "the release answers none of the rows drawn for it, so only its shapes can be checked: give it golden rows ("
                                : "the release does not answer "
                                        + refused
                                        + " of the "
                                        + DRAWN_ROWS
                                        + " rows drawn for it (")
                        + complaint.get()
                        + ")");
    }

    /// Of one row, after a first round that does not count.
    private long p99Micros(List<Map<String, Tensor>> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        rows.forEach(row -> Trier.ask(stack, row));
        long[] micros = new long[TIMED_RUNS];
        long start = System.nanoTime();
        int runs = 0;
        while (runs == 0 || (runs < TIMED_RUNS && System.nanoTime() - start < TIMED_NANOS)) {
            long began = System.nanoTime();
            Trier.ask(stack, rows.get(runs % rows.size()));
            micros[runs++] = (System.nanoTime() - began) / 1000;
        }
        Arrays.sort(micros, 0, runs);
        return micros[Math.max(0, runs * 99 / 100 - 1)];
    }

    private static Outcome<Workbench.Trial> refused(String what, Optional<String> why) {
        return Outcome.refused(
                Problem.of(Code.INVALID_RELEASE, what + why.map(w -> ": " + w).orElse("")));
    }
}
