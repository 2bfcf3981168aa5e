package lastgood.core.release;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.stack.ComponentId;

/// The six parts of a release, always in this order. All are required; "none" is said, never left out.
public record Parts(
        Model model,
        Features features,
        Preprocessing preprocessing,
        Schema schema,
        Runtime runtime,
        Config config) {

    /// The model's own file: a graph in ONNX, whatever the program that serves it reads, or what an upstream says of it.
    public record Model(Blob graph) {}

    /// What turns the caller's values into the model's inputs.
    public sealed interface Features {
        /// The caller sends what the model takes.
        record None() implements Features {}

        /// An ONNX graph that travels inside this release.
        record Graph(Blob graph) implements Features {}

        /// An ONNX graph that services share, pinned by version.
        record Shared(ComponentId component, Blob graph) implements Features {}

        /// Values that the caller or a feature platform computes, by this version of what services share.
        record External(ComponentId component) implements Features {}

        /// Columns of a table that lives elsewhere: callers send a key, and the gateway reads the row of this very version.
        record Lookup(ComponentId component, lastgood.core.release.Lookup lookup)
                implements Features {}

        default Optional<Blob> blob() {
            return switch (this) {
                case None(), External(_), Lookup(_, _) -> Optional.empty();
                case Graph(var graph) -> Optional.of(graph);
                case Shared(_, var graph) -> Optional.of(graph);
            };
        }

        default Optional<ComponentId> shared() {
            return switch (this) {
                case None(), Graph(_) -> Optional.empty();
                case Shared(var component, _) -> Optional.of(component);
                case External(var component) -> Optional.of(component);
                case Lookup(var component, _) -> Optional.of(component);
            };
        }
    }

    /// What runs between the features and the model.
    public sealed interface Preprocessing {
        record None() implements Preprocessing {}

        record Graph(Blob graph) implements Preprocessing {}

        default Optional<Blob> blob() {
            return this instanceof Graph(var graph) ? Optional.of(graph) : Optional.empty();
        }
    }

    /// What runs the model.
    ///
    /// @param version a prefix the embedded version must have (`1.29`); empty: whichever is embedded
    /// @param threads for one prediction
    /// @param memory as written (`256Mi`): what its graphs may take in a process of their own
    /// @param program that is started to serve the model, where the engine is [Program#ENGINE]
    /// @param upstream that serves the model already, where the engine is [Upstream#ENGINE]
    public record Runtime(
            String engine,
            Optional<String> version,
            int threads,
            Optional<String> memory,
            Optional<Program> program,
            Optional<Upstream> upstream) {
        private static final String UNITS = "KMG";

        /// One that runs inside the gateway.
        public Runtime(
                String engine, Optional<String> version, int threads, Optional<String> memory) {
            this(engine, version, threads, memory, Optional.empty(), Optional.empty());
        }

        /// One that is a program.
        public static Runtime of(Program program) {
            return new Runtime(
                    Program.ENGINE,
                    Optional.empty(),
                    1,
                    Optional.empty(),
                    Optional.of(program),
                    Optional.empty());
        }

        /// One that is somebody else's.
        public static Runtime of(Upstream upstream) {
            return new Runtime(
                    Upstream.ENGINE,
                    Optional.empty(),
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(upstream));
        }

        /// Whether graphs run inside the gateway.
        public boolean runsGraphs() {
            return program.isEmpty() && upstream.isEmpty();
        }

        /// What its graphs may take; empty: nothing is said of it.
        public OptionalLong memoryBytes() {
            return memory.map(Runtime::bytes).orElseGet(OptionalLong::empty);
        }

        private static OptionalLong bytes(String text) {
            int unit = text.length() - 2;
            int power = unit < 1 ? 0 : UNITS.indexOf(text.charAt(unit)) + 1;
            return power > 0 && text.substring(0, unit).matches("[0-9]{1,7}")
                    ? OptionalLong.of(Long.parseLong(text.substring(0, unit)) << (10 * power))
                    : OptionalLong.empty();
        }
    }

    /// Versioned configuration: it travels with the release.
    ///
    /// @param timeout a request's whole deadline
    /// @param decisionThreshold from which on a one-column score means 1
    /// @param batchMax most rows in one request; empty: only the gateway's own limits hold
    /// @param values everything else, by dotted path, as JSON text: kept and compared, not interpreted
    /// @param component the shared component that all this was read from
    public record Config(
            Duration timeout,
            double decisionThreshold,
            Optional<Integer> batchMax,
            SortedMap<String, String> values,
            Optional<ComponentId> component) {
        public static final Config DEFAULT =
                new Config(Duration.ofSeconds(1), 0.5, Optional.empty(), new TreeMap<>());

        public Config {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }

        /// The release's own.
        public Config(
                Duration timeout,
                double decisionThreshold,
                Optional<Integer> batchMax,
                SortedMap<String, String> values) {
            this(timeout, decisionThreshold, batchMax, values, Optional.empty());
        }

        /// The same, as if nobody else read it.
        public Config own() {
            return new Config(timeout, decisionThreshold, batchMax, values);
        }

        /// The same, as it stands in a shared component.
        public Config in(ComponentId shared) {
            return new Config(timeout, decisionThreshold, batchMax, values, Optional.of(shared));
        }
    }

    /// The shared components that it serves with, in the order of the parts.
    public List<ComponentId> shared() {
        return Stream.of(features.shared(), config.component()).flatMap(Optional::stream).toList();
    }

    /// The graphs a request runs through, in order; the last is the model.
    public List<Blob> graphs() {
        var graphs = new java.util.ArrayList<Blob>();
        features.blob().ifPresent(graphs::add);
        preprocessing.blob().ifPresent(graphs::add);
        graphs.add(model.graph());
        return List.copyOf(graphs);
    }

    /// Every file that serves, each as often as it is used.
    public List<Blob> files() {
        return Stream.concat(
                        graphs().stream(),
                        runtime.program().stream()
                                .flatMap(program -> program.files().stream())
                                .map(Program.Entry::blob))
                .toList();
    }

    /// One line a part, for people and for comparing two releases part by part.
    public Map<PartName, String> described() {
        var lines = new java.util.EnumMap<PartName, String>(PartName.class);
        lines.put(PartName.MODEL, model.graph().name() + " " + model.graph().digest().brief());
        lines.put(
                PartName.FEATURES,
                switch (features) {
                    case Features.None() -> "none";
                    case Features.Graph(var graph) -> graph.name() + " " + graph.digest().brief();
                    case Features.Shared(var component, var graph) ->
                            component + " " + graph.digest().brief();
                    case Features.External(var component) -> component + " external";
                    case Features.Lookup(var component, var lookup) -> component + " by " + lookup;
                });
        lines.put(
                PartName.PREPROCESSING,
                preprocessing.blob().map(b -> b.name() + " " + b.digest().brief()).orElse("none"));
        lines.put(
                PartName.SCHEMA,
                schema.inputs().size()
                        + " in, "
                        + schema.outputs().size()
                        + " out "
                        + schema.digest().brief());
        lines.put(
                PartName.RUNTIME,
                runtime.program()
                        .<Object>map(program -> program)
                        .or(runtime::upstream)
                        .map(served -> runtime.engine() + " " + served)
                        .orElse(
                                runtime.engine()
                                        + runtime.version().map(v -> " " + v).orElse("")
                                        + ", threads "
                                        + runtime.threads()
                                        + runtime.memory().map(m -> ", " + m).orElse("")));
        lines.put(
                PartName.CONFIG,
                config.component().map(c -> c + ": ").orElse("")
                        + "timeout "
                        + config.timeout().toMillis()
                        + "ms, decisionThreshold "
                        + config.decisionThreshold()
                        + config.batchMax().map(b -> ", batchMax " + b).orElse("")
                        + (config.values().isEmpty() ? "" : ", " + config.values()));
        return lines;
    }
}
