package lastgood.gateway.running.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import lastgood.core.port.Blobs;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Schema;
import lastgood.core.rollout.Settings;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.Assembly;
import lastgood.gateway.running.LoadedStack;
import lastgood.gateway.running.PredictedValue;
import lastgood.gateway.running.graph.Chain;
import lastgood.gateway.running.graph.Graph;
import lastgood.gateway.running.program.EndpointBook;
import lastgood.gateway.running.program.Endpoints;
import lastgood.gateway.running.tensor.Expected;
import lastgood.gateway.running.tensor.Row;
import lastgood.gateway.running.tensor.RowFile;
import lastgood.gateway.running.tensor.Tensor;

/// Tries releases for real: opens their graphs and runs rows through them. It may take its process with it.
final class Trier {
    /// What is looked up lies at hand.
    static final Duration LOOK_UP_WITHIN = Duration.ofSeconds(30);

    private final Blobs blobs;
    private final FeatureRows rows;
    private final Assembly assembly;

    Trier(Blobs blobs, FeatureRows rows, Endpoints endpoints) {
        this.blobs = blobs;
        this.rows = rows;
        this.assembly =
                new Assembly(blobs, endpoints, new EndpointBook(endpoints), Trier::newLoops);
    }

    /// One release is tried by one process, which ends then.
    private static EventLoops newLoops() {
        return new EventLoops(1);
    }

    Outcome<Workbench.Signature> inspect(List<Blob> graphs) {
        return assembly.open(graphs, 1).then(Trier::signature);
    }

    Outcome<Workbench.Trial> tryOut(
            Manifest manifest, OfflineEvidence evidence, boolean inferRanges, long seed)
            throws IOException {
        var schema = manifest.parts().schema();
        var golden = rows(evidence.golden(), schema);
        var recorded = rows(evidence.rows().filter(_ -> inferRanges), schema);
        if (inferRanges && evidence.rows().isEmpty()) {
            return Outcome.refused(
                    Problem.of(Code.INVALID_FILE, "ranges: infer needs evidence rows"));
        }
        return golden.then(g -> recorded.then(r -> tryOut(manifest.parts(), evidence, g, r, seed)));
    }

    private Outcome<Workbench.Trial> tryOut(
            Parts parts, OfflineEvidence evidence, List<Row> golden, List<Row> rows, long seed) {
        return with(
                parts,
                stack -> {
                    var ranges =
                            rows.isEmpty()
                                    ? Outcome.done(evidence.ranges())
                                    : new RangeFinder(stack).find(rows);
                    return ranges.then(r ->
                            evidence.golden().isPresent()
                                    ? new GoldenTrial(stack, r)
                                            .check(bytes(evidence.golden().get()), golden)
                                    : new GoldenTrial(stack, r).draw(seed));
                });
    }

    /// A row the release fails on is a wrong answer.
    Outcome<Workbench.Score> replay(
            Parts parts, Blob file, Settings.Task task, Optional<String> answer)
            throws IOException {
        var rule =
                PredictedValue.of(parts.schema(), task, answer, parts.config().decisionThreshold());
        if (rule.isEmpty()) {
            return Outcome.refused(
                    Problem.of(
                            Code.INVALID_RELEASE,
                            "no output of the release can be read as a prediction"));
        }
        return rows(Optional.of(file), parts.schema())
                .then(rows -> with(parts, stack -> score(stack, rows, rule.get())));
    }

    /// Nothing is warmed up before it is timed: nor would it be after a restart.
    Outcome<Workbench.Rehearsal> rehearse(Parts parts, Optional<Blob> golden) {
        var rows = rows(golden, parts.schema());
        long began = System.nanoTime();
        return rows.then(all -> with(parts, stack -> rehearse(stack, all, began)));
    }

    private static Outcome<Workbench.Rehearsal> rehearse(
            LoadedStack stack, List<Row> rows, long began) {
        long loaded = System.nanoTime();
        var difference =
                rows.stream()
                        .flatMap(row ->
                                difference(stack, row)
                                        .map(d -> "golden row " + row.line() + ": " + d)
                                        .stream())
                        .findFirst();
        return Outcome.done(
                new Workbench.Rehearsal(
                        Duration.ofNanos(loaded - began),
                        Duration.ofNanos(System.nanoTime() - loaded),
                        rows.size(),
                        difference));
    }

    private static Optional<String> difference(LoadedStack stack, Row row) {
        return switch (ask(stack, row.inputs())) {
            case Outcome.Refused<List<Tensor>>(var problem) -> Optional.of(problem.what());
            case Outcome.Done<List<Tensor>>(var outputs) ->
                    Expected.difference(row.outputs(), outputs);
        };
    }

    private static Outcome<Workbench.Score> score(
            LoadedStack stack, List<Row> rows, PredictedValue rule) {
        long labelled = 0;
        long right = 0;
        long unanswered = 0;
        for (var row : rows) {
            if (row.label().isPresent()) {
                labelled++;
                switch (ask(stack, row.inputs())) {
                    case Outcome.Done<List<Tensor>>(var outputs) -> {
                        boolean same = rule.read(outputs).getFirst().sameAs(row.label().get());
                        right += same ? 1 : 0;
                    }
                    case Outcome.Refused<List<Tensor>> _ -> unanswered++;
                }
            }
        }
        return Outcome.done(new Workbench.Score(labelled, right, unanswered));
    }

    /// As a caller would: what the schema does not take is not run.
    static Outcome<List<Tensor>> ask(LoadedStack stack, Map<String, Tensor> inputs) {
        var refusal = stack.refusal(inputs);
        return refusal.isPresent()
                ? Outcome.refused(Problem.of(Code.INVALID_REQUEST, refusal.get()))
                : stack.gather(inputs, LOOK_UP_WITHIN)
                        .then(all -> stack.answer(all, Optional.empty(), Optional.empty()));
    }

    private static Outcome<Workbench.Signature> signature(List<Graph> graphs) {
        var misfits = Chain.misfits(graphs);
        if (!misfits.isEmpty()) {
            return Outcome.refused(
                    Problem.of(Code.INVALID_RELEASE, "the graphs do not fit each other")
                            .because(misfits));
        }
        var warnings = new ArrayList<String>();
        for (var output : graphs.getLast().leftOut()) {
            warnings.add("output " + output + " and is left out of answers");
        }
        return Outcome.done(new Workbench.Signature(Chain.signature(graphs), warnings));
    }

    /// Does something with the release loaded, and lets go of it.
    private <T> Outcome<T> with(Parts parts, Function<LoadedStack, Outcome<T>> work) {
        return assembly.assemble(parts)
                .then(runner -> {
                    try (var stack = new LoadedStack("the release", parts, runner, rows)) {
                        return work.apply(stack);
                    }
                });
    }

    private Outcome<List<Row>> rows(Optional<Blob> file, Schema schema) {
        return file.isEmpty()
                ? Outcome.done(List.of())
                : RowFile.read(file.get().name(), bytes(file.get()), schema);
    }

    private byte[] bytes(Blob blob) {
        try {
            return blobs.read(blob.digest()).orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
