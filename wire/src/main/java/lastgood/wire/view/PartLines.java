package lastgood.wire.view;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.PartName;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.release.Upstream;

/// A part told key by key, so that two releases can be compared line by line.
final class PartLines {
    private PartLines() {}

    static Collection<String> lines(Parts parts, PartName part) {
        return of(parts, part).entrySet().stream()
                .map(e -> e.getKey().isEmpty() ? e.getValue() : e.getKey() + " " + e.getValue())
                .toList();
    }

    /// By key; a part that is one thing has the empty key.
    static SortedMap<String, String> of(Parts parts, PartName part) {
        return switch (part) {
            case MODEL -> model(parts.model().graph());
            case FEATURES -> features(parts.features());
            case PREPROCESSING ->
                    one(parts.preprocessing().blob().map(PartLines::file).orElse("none"));
            case SCHEMA -> schema(parts.schema());
            case RUNTIME -> runtime(parts.runtime());
            case CONFIG -> config(parts.config());
        };
    }

    private static SortedMap<String, String> features(Parts.Features features) {
        var lines =
                one(
                        features.shared()
                                .map(Object::toString)
                                .or(() -> features.blob().map(PartLines::file))
                                .orElse("none"));
        if (features instanceof Parts.Features.Lookup(_, var lookup)) {
            lines.put("lookup.key", lookup.key() + " " + lookup.keyType());
            lines.put("lookup.columns", lookup.columns().toString());
            lines.put("lookup.nullable", lookup.nullable().toString());
        }
        return lines;
    }

    private static SortedMap<String, String> model(Blob graph) {
        var lines = one(file(graph));
        lines.put("size", graph.size() + " bytes");
        return lines;
    }

    private static String file(Blob blob) {
        return blob.name() + " " + blob.digest().brief();
    }

    private static SortedMap<String, String> one(String text) {
        var lines = new TreeMap<String, String>();
        lines.put("", text);
        return lines;
    }

    private static SortedMap<String, String> runtime(Parts.Runtime runtime) {
        if (runtime.program().isPresent()) {
            return program(runtime.program().get());
        }
        if (runtime.upstream().isPresent()) {
            return upstream(runtime.upstream().get());
        }
        var lines = one(runtime.engine() + runtime.version().map(v -> " " + v).orElse(""));
        lines.put("threads", Integer.toString(runtime.threads()));
        runtime.memory().ifPresent(m -> lines.put("memory", m));
        return lines;
    }

    private static SortedMap<String, String> upstream(Upstream upstream) {
        var lines = one(Upstream.ENGINE);
        lines.put("endpoint", upstream.endpoint());
        lines.put("model", upstream.model());
        upstream.version().ifPresent(v -> lines.put("version", v));
        return lines;
    }

    private static SortedMap<String, String> program(Program program) {
        var lines = one(Program.ENGINE);
        lines.put("command", program.command());
        lines.put("model", program.name() + " in " + program.modelFile());
        program.files().forEach(f -> lines.put("files." + f.path(), f.blob().digest().brief()));
        program.environment().forEach((key, value) -> lines.put("environment." + key, value));
        lines.put("startWithin", program.startWithin().toMillis() + "ms");
        return lines;
    }

    /// `decisionThreshold 0.5, timeout 1000ms`
    static String configText(Parts.Config config) {
        return String.join(
                ", ",
                config(config).entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .toList());
    }

    private static SortedMap<String, String> config(Parts.Config config) {
        var lines = new TreeMap<String, String>();
        config.component().ifPresent(c -> lines.put("component", c.toString()));
        lines.put("timeout", config.timeout().toMillis() + "ms");
        lines.put("decisionThreshold", Double.toString(config.decisionThreshold()));
        config.batchMax().ifPresent(b -> lines.put("batchMax", Integer.toString(b)));
        config.values().forEach((key, value) -> lines.put("values." + key, value));
        return lines;
    }

    private static SortedMap<String, String> schema(Schema schema) {
        var lines = new TreeMap<String, String>();
        schema.inputs().forEach(t -> tensor(lines, "inputs." + t.name(), t));
        schema.outputs().forEach(t -> tensor(lines, "outputs." + t.name(), t));
        return lines;
    }

    private static void tensor(SortedMap<String, String> lines, String key, TensorSpec tensor) {
        lines.put(key, tensor.datatype() + " " + tensor.shape());
        for (int i = 0; i < tensor.columns().size(); i++) {
            lines.put(key + "[" + i + "]", column(tensor.columns().get(i)));
        }
    }

    private static String column(Column column) {
        return column.name()
                + column.unit().map(u -> " " + u).orElse("")
                + bound(" >= ", column.min())
                + bound(" <= ", column.max())
                + (column.values().isEmpty() ? "" : " one of " + column.values())
                + (column.nullable() ? " nullable" : "");
    }

    private static String bound(String sign, Optional<Double> value) {
        return value.map(v -> sign + v).orElse("");
    }
}
