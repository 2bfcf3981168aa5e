package lastgood.ledger.releases;

import java.util.List;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Lookup;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.release.Upstream;
import lastgood.core.stack.Requires;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The config blob of a release: its six parts and what it requires.
///
/// It is spelt out by hand and never changes, whatever core's records come to be called: a release made again by a
/// later version must get the digest that a hold was put on. What a file was called is left out, as it serves nothing.
final class ServingDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ServingDocument() {}

    static byte[] of(Manifest manifest) {
        var parts = manifest.parts();
        var document = NODES.objectNode();
        document.set("model", blob(parts.model().graph()));
        document.set("features", features(parts.features()));
        document.set("preprocessing", preprocessing(parts.preprocessing()));
        document.set("schema", schema(parts.schema()));
        document.set("runtime", runtime(parts.runtime()));
        document.set("config", config(parts.config()));
        document.set("requires", requires(manifest.requires()));
        return Canonical.bytes(document);
    }

    private static ObjectNode blob(Blob blob) {
        return NODES.objectNode().put("digest", blob.digest().toString()).put("size", blob.size());
    }

    private static JsonNode features(Parts.Features features) {
        return switch (features) {
            case Parts.Features.None() -> NODES.stringNode("none");
            case Parts.Features.Graph(var graph) -> blob(graph);
            case Parts.Features.Shared(var component, var graph) ->
                    blob(graph).put("component", component.toString());
            case Parts.Features.External(var component) ->
                    NODES.objectNode().put("component", component.toString());
            case Parts.Features.Lookup(var component, var lookup) ->
                    NODES.objectNode()
                            .put("component", component.toString())
                            .set("lookup", lookup(lookup));
        };
    }

    private static ObjectNode lookup(Lookup lookup) {
        var node = NODES.objectNode().put("key", lookup.key());
        node.put("keyType", lookup.keyType().name());
        var columns = node.putArray("columns");
        lookup.columns().forEach(columns::add);
        var nullable = node.putArray("nullable");
        lookup.nullable().forEach(nullable::add);
        return node;
    }

    private static JsonNode preprocessing(Parts.Preprocessing preprocessing) {
        return switch (preprocessing) {
            case Parts.Preprocessing.None() -> NODES.stringNode("none");
            case Parts.Preprocessing.Graph(var graph) -> blob(graph);
        };
    }

    private static ObjectNode schema(Schema schema) {
        var node = NODES.objectNode();
        node.set("inputs", tensors(schema.inputs()));
        node.set("outputs", tensors(schema.outputs()));
        return node;
    }

    private static ArrayNode tensors(List<TensorSpec> tensors) {
        return NODES.arrayNode().addAll(tensors.stream().map(ServingDocument::tensor).toList());
    }

    private static ObjectNode tensor(TensorSpec tensor) {
        var node =
                NODES.objectNode()
                        .put("name", tensor.name())
                        .put("datatype", tensor.datatype().name());
        var shape = node.putArray("shape");
        tensor.shape().forEach(shape::add);
        var columns = node.putArray("columns");
        tensor.columns().forEach(column -> columns.add(column(column)));
        return node;
    }

    private static ObjectNode column(Column column) {
        var node = NODES.objectNode().put("name", column.name()).put("nullable", column.nullable());
        column.unit().ifPresent(unit -> node.put("unit", unit));
        column.min().ifPresent(min -> node.put("min", min));
        column.max().ifPresent(max -> node.put("max", max));
        var values = node.putArray("values");
        column.values().forEach(values::add);
        return node;
    }

    private static ObjectNode runtime(Parts.Runtime runtime) {
        var node =
                NODES.objectNode()
                        .put("engine", runtime.engine())
                        .put("threads", runtime.threads());
        runtime.version().ifPresent(version -> node.put("version", version));
        runtime.memory().ifPresent(memory -> node.put("memory", memory));
        runtime.program().ifPresent(program -> node.set("program", program(program)));
        runtime.upstream().ifPresent(upstream -> node.set("upstream", upstream(upstream)));
        return node;
    }

    private static ObjectNode upstream(Upstream upstream) {
        var node =
                NODES.objectNode()
                        .put("endpoint", upstream.endpoint())
                        .put("model", upstream.model());
        upstream.version().ifPresent(version -> node.put("version", version));
        return node;
    }

    /// Its files have names here: the command calls them by these.
    private static ObjectNode program(Program program) {
        var node =
                NODES.objectNode()
                        .put("command", program.command())
                        .put("name", program.name())
                        .put("modelFile", program.modelFile())
                        .put("startWithin", program.startWithin().toString());
        var files = node.putArray("files");
        program.files().forEach(file -> files.add(blob(file.blob()).put("path", file.path())));
        var environment = node.putObject("environment");
        program.environment().forEach(environment::put);
        return node;
    }

    private static ObjectNode config(Parts.Config config) {
        var node =
                NODES.objectNode()
                        .put("timeout", config.timeout().toString())
                        .put("decisionThreshold", config.decisionThreshold());
        config.batchMax().ifPresent(most -> node.put("batchMax", most));
        config.component().ifPresent(from -> node.put("component", from.toString()));
        var values = node.putObject("values");
        config.values().forEach(values::put);
        return node;
    }

    private static ObjectNode requires(Requires requires) {
        var node = NODES.objectNode();
        requires.versions()
                .forEach((component, versions) -> {
                    var list = node.putArray(component);
                    versions.forEach(list::add);
                });
        return node;
    }
}
