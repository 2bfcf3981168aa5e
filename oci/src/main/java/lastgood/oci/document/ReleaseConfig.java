package lastgood.oci.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.Lookup;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.release.Upstream;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;
import tools.jackson.databind.JsonNode;

/// Reads a release's config document: its six parts and what it requires.
///
/// It need not be strict: whoever takes the release seals what was read here, and finds out by the digest whether
/// anything was overlooked.
final class ReleaseConfig {
    private static final int MOST_THREADS = 64;

    private final JsonNode document;
    private final Function<Digest, String> names;

    /// @param names what people call the file that has this digest
    ReleaseConfig(JsonNode document, Function<Digest, String> names) {
        this.document = document;
        this.names = names;
    }

    /// @throws RuntimeException if it is none
    Manifest manifest() {
        var runtime = document.required("runtime");
        var config = document.required("config");
        var schema = document.required("schema");
        return new Manifest(
                new Parts(
                        new Parts.Model(blob(document.required("model"))),
                        features(document.required("features")),
                        preprocessing(document.required("preprocessing")),
                        new Schema(
                                list(schema.required("inputs"), ReleaseConfig::tensor),
                                list(schema.required("outputs"), ReleaseConfig::tensor)),
                        runtime(runtime),
                        config(config)),
                requires(document.required("requires")));
    }

    /// A file of our own would have been refused with other values.
    private Parts.Runtime runtime(JsonNode node) {
        if (node.has("program")) {
            return Parts.Runtime.of(program(node.required("program")));
        }
        if (node.has("upstream")) {
            var upstream = node.required("upstream");
            return Parts.Runtime.of(
                    new Upstream(
                            upstream.required("endpoint").stringValue(),
                            upstream.required("model").stringValue(),
                            text(upstream, "version")));
        }
        var engine = node.required("engine").stringValue();
        int threads = node.required("threads").intValue();
        if (!engine.equals("onnxruntime") || threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("a runtime of another kind: " + node);
        }
        return new Parts.Runtime(engine, text(node, "version"), threads, text(node, "memory"));
    }

    private Program program(JsonNode node) {
        var environment = new TreeMap<String, String>();
        node.required("environment")
                .forEachEntry((key, value) -> environment.put(key, value.stringValue()));
        return new Program(
                node.required("command").stringValue(),
                node.required("name").stringValue(),
                node.required("modelFile").stringValue(),
                list(
                        node.required("files"),
                        file -> new Program.Entry(file.required("path").stringValue(), blob(file))),
                environment,
                Duration.parse(node.required("startWithin").stringValue()));
    }

    private Blob blob(JsonNode node) {
        var digest = Digest.parse(node.required("digest").stringValue());
        return new Blob(names.apply(digest), digest, node.required("size").longValue());
    }

    private Parts.Features features(JsonNode node) {
        if (node.isString()) {
            return new Parts.Features.None();
        }
        return text(node, "component")
                .map(id -> shared(ComponentId.parse(id).orElseThrow(), node))
                .orElseGet(() -> new Parts.Features.Graph(blob(node)));
    }

    private static Lookup lookup(JsonNode node) {
        return new Lookup(
                node.required("key").stringValue(),
                Datatype.parse(node.required("keyType").stringValue()).orElseThrow(),
                list(node.required("columns"), JsonNode::stringValue),
                list(node.required("nullable"), JsonNode::stringValue));
    }

    private Parts.Features shared(ComponentId id, JsonNode node) {
        if (node.has("lookup")) {
            return new Parts.Features.Lookup(id, lookup(node.required("lookup")));
        }
        return node.has("digest")
                ? new Parts.Features.Shared(id, blob(node))
                : new Parts.Features.External(id);
    }

    private Parts.Preprocessing preprocessing(JsonNode node) {
        return node.isString()
                ? new Parts.Preprocessing.None()
                : new Parts.Preprocessing.Graph(blob(node));
    }

    private static TensorSpec tensor(JsonNode node) {
        return new TensorSpec(
                node.required("name").stringValue(),
                Datatype.parse(node.required("datatype").stringValue()).orElseThrow(),
                list(node.required("shape"), JsonNode::longValue),
                list(node.required("columns"), ReleaseConfig::column));
    }

    private static Column column(JsonNode node) {
        return new Column(
                node.required("name").stringValue(),
                text(node, "unit"),
                number(node, "min"),
                number(node, "max"),
                list(node.required("values"), JsonNode::stringValue),
                node.required("nullable").booleanValue());
    }

    private static Parts.Config config(JsonNode node) {
        var values = new TreeMap<String, String>();
        node.required("values").forEachEntry((key, value) -> values.put(key, value.stringValue()));
        var timeout = Duration.parse(node.required("timeout").stringValue());
        if (!timeout.isPositive()
                || (node.has("batchMax") && node.required("batchMax").intValue() < 1)) {
            throw new IllegalArgumentException("a config that nothing can serve with");
        }
        var component = text(node, "component").map(id -> ComponentId.parse(id).orElseThrow());
        return new Parts.Config(
                timeout,
                node.required("decisionThreshold").doubleValue(),
                node.has("batchMax")
                        ? Optional.of(node.required("batchMax").intValue())
                        : Optional.empty(),
                values,
                component);
    }

    private static Requires requires(JsonNode node) {
        var versions = new TreeMap<String, List<String>>();
        node.forEachEntry((name, list) -> versions.put(name, list(list, JsonNode::stringValue)));
        return new Requires(versions);
    }

    private static Optional<String> text(JsonNode node, String key) {
        return node.has(key) ? Optional.of(node.required(key).stringValue()) : Optional.empty();
    }

    private static Optional<Double> number(JsonNode node, String key) {
        return node.has(key) ? Optional.of(node.required(key).doubleValue()) : Optional.empty();
    }

    private static <T> List<T> list(JsonNode nodes, Function<JsonNode, T> read) {
        var all = new ArrayList<T>();
        nodes.forEach(node -> all.add(read.apply(node)));
        return List.copyOf(all);
    }
}
