package lastgood.mlflow.release;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import lastgood.core.release.TensorSpec;
import lastgood.mlflow.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// An input example as golden rows: only what is asked. What the release answers when it is made becomes what it must
/// answer.
final class ExampleRows {
    private static final int MOST_ROWS = 32;

    private ExampleRows() {}

    /// @param inputs that the model takes
    /// @return lines of a golden file; empty: the example has another form, or not all inputs
    static Optional<String> of(byte[] example, List<TensorSpec> inputs) {
        try {
            return batches(Json.MAPPER.readTree(example), inputs)
                    .map(batches -> lines(batches, inputs))
                    .filter(lines -> !lines.isEmpty());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// What each input is given, all rows at once.
    private static Optional<SequencedMap<String, ArrayNode>> batches(
            JsonNode example, List<TensorSpec> inputs) {
        if (example.path("data").isArray()) {
            return table(example.path("data"), example.path("columns"), inputs);
        }
        var given = example.has("inputs") ? example.path("inputs") : example;
        var batches = new LinkedHashMap<String, ArrayNode>();
        for (var input : inputs) {
            var batch = given.isArray() && inputs.size() == 1 ? given : given.path(input.name());
            if (!(batch instanceof ArrayNode rows)) {
                return Optional.empty();
            }
            batches.put(input.name(), rows);
        }
        return Optional.of(batches);
    }

    /// A table in the form that pandas calls *split*.
    private static Optional<SequencedMap<String, ArrayNode>> table(
            JsonNode rows, JsonNode columns, List<TensorSpec> inputs) {
        var batches = new LinkedHashMap<String, ArrayNode>();
        if (inputs.size() == 1) {
            batches.put(inputs.getFirst().name(), (ArrayNode) rows);
            return Optional.of(batches);
        }
        var names = columns.valueStream().map(JsonNode::asString).toList();
        for (var input : inputs) {
            int at = names.indexOf(input.name());
            if (at < 0) {
                return Optional.empty();
            }
            var batch = Json.MAPPER.createArrayNode();
            for (var row : rows.values()) {
                var value = Optional.ofNullable(row.get(at));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                batch.add(
                        input.shape().size() == 1
                                ? value.get()
                                : Json.MAPPER.createArrayNode().add(value.get()));
            }
            batches.put(input.name(), batch);
        }
        return Optional.of(batches);
    }

    private static String lines(SequencedMap<String, ArrayNode> batches, List<TensorSpec> inputs) {
        boolean open = inputs.stream().allMatch(i -> i.shape().getFirst() == -1);
        int rows = open ? batches.values().stream().mapToInt(ArrayNode::size).min().orElse(0) : 1;
        var lines = new StringBuilder();
        for (int i = 0; i < Math.min(rows, MOST_ROWS); i++) {
            var row = Json.MAPPER.createObjectNode();
            for (var batch : batches.entrySet()) {
                row.set(
                        batch.getKey(),
                        open
                                ? Json.MAPPER.createArrayNode().add(batch.getValue().get(i))
                                : batch.getValue());
            }
            lines.append(Json.MAPPER.createObjectNode().set("inputs", row)).append('\n');
        }
        return lines.toString();
    }
}
