package lastgood.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.guard.GuardSet;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Filling;
import lastgood.core.release.Lookup;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Isolation;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;
import lastgood.gateway.running.graph.Chain;
import lastgood.gateway.running.graph.Graph;

/// Makes releases out of test models.
public final class Drafts {
    public static final Settings CLASSIFIER =
            settings(Settings.Task.CLASSIFICATION, Optional.empty());
    public static final Settings REGRESSION = settings(Settings.Task.REGRESSION, Optional.empty());

    private final MemoryBlobs blobs;

    public Drafts(MemoryBlobs blobs) {
        this.blobs = blobs;
    }

    public static Settings settings(Settings.Task task, Optional<String> answer) {
        var terms =
                new Terms(
                        List.of(Share.ALL),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1,
                        Optional.empty(),
                        new GuardSet(List.of()));
        return new Settings(
                task, terms, answer, List.of(), Optional.empty(), Optional.of(Isolation.INLINE));
    }

    /// Of classifiers that run where they are told.
    public static Settings isolated(Isolation isolation) {
        return isolated(Optional.of(isolation));
    }

    /// Of classifiers that run where they usually do.
    public static Settings unsaid() {
        return isolated(Optional.empty());
    }

    private static Settings isolated(Optional<Isolation> isolation) {
        return new Settings(
                CLASSIFIER.task(),
                CLASSIFIER.terms(),
                CLASSIFIER.answer(),
                CLASSIFIER.owners(),
                CLASSIFIER.fallback(),
                isolation);
    }

    /// A release whose graphs are the named test resources, the model last.
    public Draft of(String service, int number, String... graphs) {
        return new Draft(service, number, List.of(graphs));
    }

    public static byte[] resource(String path) {
        try (var in = Drafts.class.getResourceAsStream("/" + path)) {
            return java.util.Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public final class Draft {
        private final ServiceName service;
        private final int number;
        private final List<String> graphs;
        private Optional<Parts.Features.Lookup> lookup = Optional.empty();
        private Optional<Schema> schema = Optional.empty();
        private Optional<String> golden = Optional.empty();
        private List<OfflineEvidence.Range> ranges = List.of();
        private Duration timeout = Duration.ofSeconds(1);
        private double threshold = 0.5;
        private Optional<Integer> batchMax = Optional.empty();
        private Optional<String> runtimeVersion = Optional.empty();

        private Draft(String service, int number, List<String> graphs) {
            this.service = new ServiceName(service);
            this.number = number;
            this.graphs = graphs;
        }

        public Draft schema(Schema schema) {
            this.schema = Optional.of(schema);
            return this;
        }

        public Draft lookup(ComponentId component, Lookup lookup) {
            this.lookup = Optional.of(new Parts.Features.Lookup(component, lookup));
            return this;
        }

        public Draft golden(String rows) {
            this.golden = Optional.of(rows);
            return this;
        }

        public Draft ranges(OfflineEvidence.Range... ranges) {
            this.ranges = List.of(ranges);
            return this;
        }

        public Draft timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        public Draft threshold(double threshold) {
            this.threshold = threshold;
            return this;
        }

        public Draft batchMax(int rows) {
            this.batchMax = Optional.of(rows);
            return this;
        }

        public Draft runtimeVersion(String version) {
            this.runtimeVersion = Optional.of(version);
            return this;
        }

        public Parts parts() {
            var files = graphs.stream().map(this::graph).toList();
            return new Parts(
                    new Parts.Model(files.getLast()),
                    lookup.<Parts.Features>map(l -> l)
                            .orElseGet(() ->
                                    files.size() > 1
                                            ? new Parts.Features.Graph(files.getFirst())
                                            : new Parts.Features.None()),
                    files.size() > 2
                            ? new Parts.Preprocessing.Graph(files.get(1))
                            : new Parts.Preprocessing.None(),
                    schema.orElseGet(this::signature),
                    new Parts.Runtime("onnxruntime", runtimeVersion, 1, Optional.empty()),
                    new Parts.Config(timeout, threshold, batchMax, new TreeMap<>()));
        }

        public OfflineEvidence evidence() {
            return new OfflineEvidence(
                    Optional.empty(),
                    new TreeMap<>(),
                    golden.map(g -> blobs.put("golden.ndjson", g.getBytes(StandardCharsets.UTF_8))),
                    false,
                    Optional.empty(),
                    ranges);
        }

        public Release release() {
            var manifest = new Manifest(parts(), Requires.NOTHING);
            var digest = Digest.of((service + " " + number).getBytes(StandardCharsets.UTF_8));
            return new Release(
                    service,
                    new ReleaseId(number, digest),
                    manifest,
                    Optional.empty(),
                    new TreeMap<>(),
                    evidence(),
                    Instant.EPOCH,
                    Actor.SERVER);
        }

        private Blob graph(String path) {
            return blobs.put(path.substring(path.indexOf('/') + 1), resource(path));
        }

        private static Schema callers(Lookup lookup, Schema found) {
            return switch (Filling.inferred(lookup, found.inputs())) {
                case Outcome.Done<Filling>(var filling) ->
                        new Schema(filling.callers(), found.outputs());
                case Outcome.Refused<Filling>(var problem) -> throw new AssertionError(problem);
            };
        }

        private Schema signature() {
            var opened =
                    graphs.stream()
                            .map(path -> Graph.open(path, resource(path), 1))
                            .map(outcome ->
                                    switch (outcome) {
                                        case Outcome.Done<Graph>(var graph) -> graph;
                                        case Outcome.Refused<Graph>(var problem) ->
                                                throw new AssertionError(problem);
                                    })
                            .toList();
            try {
                var found = Chain.signature(opened);
                return lookup.map(l -> callers(l.lookup(), found)).orElse(found);
            } finally {
                opened.forEach(Graph::close);
            }
        }
    }
}
