package lastgood.gateway.running;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Filling;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Upstream;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.running.graph.Chain;
import lastgood.gateway.running.graph.Graph;
import lastgood.gateway.running.graph.Pipeline;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.program.EndpointBook;
import lastgood.gateway.running.program.Endpoints;
import lastgood.gateway.running.program.ServedModel;
import lastgood.gateway.running.program.UpstreamModel;

/// Puts together what answers for a release, from its verified bytes: its graphs, or what serves its model.
public final class Assembly {
    /// The engine that is embedded.
    public static final String ENGINE = "onnxruntime";

    private final Blobs blobs;
    private final Endpoints endpoints;
    private final EndpointBook book;
    private final Supplier<EventLoops> loops;

    /// For graphs alone.
    public static Assembly ofGraphs(Blobs blobs) {
        return new Assembly(
                blobs,
                Endpoints.NONE,
                new EndpointBook(Endpoints.NONE),
                () -> {
                    throw new IllegalStateException("servers are asked on event loops");
                });
    }

    /// @param endpoints servers elsewhere that serve models
    /// @param book what is asked of them is counted there
    /// @param loops on which servers are asked, once one is
    public Assembly(
            Blobs blobs, Endpoints endpoints, EndpointBook book, Supplier<EventLoops> loops) {
        this.blobs = blobs;
        this.endpoints = endpoints;
        this.book = book;
        this.loops = loops;
    }

    /// Opens all graphs and links them by the schema, or starts the program and waits for it. Whoever gets the runner
    /// closes it.
    public Outcome<Runner> assemble(Parts parts) {
        var runtime = parts.runtime();
        if (runtime.runsGraphs()) {
            return open(parts).then(graphs -> link(graphs, parts));
        }
        if (parts.features() instanceof Parts.Features.Lookup) {
            return refused(
                    "features are looked up for graphs, and " + runtime.engine() + " runs none");
        }
        if (parts.graphs().size() > 1) {
            return refused(
                    runtime.engine() + " runs no graph, and one would have to run in front of it");
        }
        return runtime.upstream()
                .map(upstream ->
                        UpstreamModel.find(parts, upstream, endpoints, book, blobs, loops.get()))
                .orElseGet(() ->
                        ServedModel.start(
                                parts, runtime.program().orElseThrow(), blobs, loops.get()));
    }

    /// Opens the graphs alone. Whoever gets them closes them.
    public Outcome<List<Graph>> open(List<Blob> blobs, int threads) {
        var graphs = new ArrayList<Graph>();
        for (var blob : blobs) {
            switch (open(blob, threads)) {
                case Outcome.Done<Graph>(var graph) -> graphs.add(graph);
                case Outcome.Refused<Graph>(var problem) -> {
                    graphs.forEach(Graph::close);
                    return Outcome.refused(problem);
                }
            }
        }
        return Outcome.done(graphs);
    }

    private Outcome<List<Graph>> open(Parts parts) {
        var runtime = parts.runtime();
        if (!runtime.engine().equals(ENGINE)) {
            return refused(
                    "there is no engine '"
                            + runtime.engine()
                            + "', only "
                            + ENGINE
                            + ", "
                            + Program.ENGINE
                            + " and "
                            + Upstream.ENGINE);
        }
        var embedded = Graph.runtimeVersion();
        if (!runtime.version().map(v -> isPrefix(v, embedded)).orElse(true)) {
            return refused(
                    "it wants "
                            + ENGINE
                            + " "
                            + runtime.version().orElse("")
                            + ", embedded is "
                            + embedded);
        }
        return open(parts.graphs(), runtime.threads());
    }

    private Outcome<Graph> open(Blob blob, int threads) {
        try {
            var bytes = blobs.read(blob.digest());
            return bytes.isPresent()
                    ? Graph.open(blob.name(), bytes.get(), threads)
                    : Outcome.refused(
                            Problem.of(
                                    Code.BLOB_DAMAGED,
                                    "the bytes of '" + blob.name() + "' are not stored"));
        } catch (Blobs.DamagedException _) {
            return Outcome.refused(
                    Problem.of(
                            Code.BLOB_DAMAGED,
                            "the stored bytes of '" + blob.name() + "' are damaged"));
        } catch (IOException e) {
            return Outcome.refused(
                    Problem.of(Code.NOT_PREPARED, "'" + blob.name() + "' cannot be read")
                            .because(String.valueOf(e.getMessage())));
        }
    }

    private static Outcome<Runner> link(List<Graph> graphs, Parts parts) {
        var misfits = misfits(graphs, parts);
        if (misfits.isEmpty()) {
            return Outcome.done(new Pipeline(graphs, parts.schema()));
        }
        graphs.forEach(Graph::close);
        return Outcome.refused(
                Problem.of(Code.INVALID_RELEASE, "graphs and schema do not fit together")
                        .because(misfits));
    }

    /// What is looked up, no caller has to send.
    private static List<String> misfits(List<Graph> graphs, Parts parts) {
        if (!(parts.features() instanceof Parts.Features.Lookup(_, var lookup))) {
            return Chain.misfits(graphs, parts.schema());
        }
        var taken = Chain.signature(graphs).inputs();
        return switch (Filling.declared(lookup, taken, parts.schema())) {
            case Outcome.Refused<Filling>(var problem) -> problem.why();
            case Outcome.Done<Filling>(var filling) ->
                    Chain.misfits(graphs, filling.behind(parts.schema(), taken));
        };
    }

    /// `1.29` is a prefix of `1.29.0`, and not of `1.290.0`.
    private static boolean isPrefix(String wanted, String embedded) {
        return embedded.equals(wanted) || embedded.startsWith(wanted + ".");
    }

    private static <T> Outcome<T> refused(String why) {
        return Outcome.refused(Problem.of(Code.INVALID_RELEASE, why));
    }
}
