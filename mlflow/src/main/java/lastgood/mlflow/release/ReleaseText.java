package lastgood.mlflow.release;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.Json;
import lastgood.mlflow.model.Yaml;
import tools.jackson.databind.node.ObjectNode;

/// The text of a release file, key by key. It is JSON, which is YAML.
final class ReleaseText {
    private final ObjectNode document = Json.MAPPER.createObjectNode();
    private final ObjectNode metadata;
    private final ObjectNode spec;

    ReleaseText() {
        document.put("apiVersion", "lastgood/v1").put("kind", "Release");
        metadata = document.putObject("metadata");
        spec = document.putObject("spec");
    }

    ReleaseText label(String label) {
        metadata.put("label", label);
        return this;
    }

    ReleaseText service(Optional<String> service) {
        service.ifPresent(s -> metadata.put("service", s));
        return this;
    }

    ReleaseText annotations(Map<String, String> annotations) {
        var all = metadata.putObject("annotations");
        annotations.forEach(all::put);
        return this;
    }

    ReleaseText model(String path) {
        spec.putObject("model").put("path", path);
        spec.put("features", "none").put("preprocessing", "none").put("schema", "infer");
        spec.putObject("runtime").put("engine", "onnxruntime");
        spec.putObject("config");
        spec.withObject("/evidence");
        return this;
    }

    /// A program that serves the model, and the files that it needs beside it.
    ReleaseText program(String command, String name, List<String> files, String startWithin) {
        var runtime = spec.putObject("runtime");
        runtime.put("engine", "command").put("command", command).put("model", name);
        files.forEach(runtime.putArray("files")::add);
        runtime.put("startWithin", startWithin);
        return this;
    }

    ReleaseText schema(String path) {
        spec.putObject("schema").put("path", path);
        return this;
    }

    ReleaseText golden(String path) {
        spec.withObject("/evidence").put("golden", path);
        return this;
    }

    ReleaseText metrics(Map<String, Double> metrics) {
        if (!metrics.isEmpty()) {
            var all = spec.withObject("/evidence").putObject("metrics");
            metrics.forEach(all::put);
        }
        return this;
    }

    /// What a person says stands over what was found.
    Outcome<ReleaseText> over(Wish.Overlay overlay) {
        var said = overlay(overlay);
        said.ifPresent(keys -> merge(document, keys));
        return said.isPresent()
                ? Outcome.done(this)
                : Outcome.refused(
                        Problem.of(Code.INVALID_FILE, overlay.path() + " is not valid.")
                                .because("it is not one YAML mapping without aliases"));
    }

    static Optional<ObjectNode> overlay(Wish.Overlay overlay) {
        return Yaml.mapping(overlay.text());
    }

    String text() {
        return document.toString() + "\n";
    }

    private static void merge(ObjectNode into, ObjectNode said) {
        for (var entry : said.properties()) {
            if (entry.getValue().isNull()) {
                into.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode more
                    && into.get(entry.getKey()) instanceof ObjectNode there) {
                merge(there, more);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        }
    }
}
