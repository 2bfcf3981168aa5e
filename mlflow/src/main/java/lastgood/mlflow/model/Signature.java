package lastgood.mlflow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.mlflow.Json;
import tools.jackson.databind.JsonNode;

/// What a model takes or gives, as its signature says: columns of a table, or tensors.
public sealed interface Signature {
    /// One value a column and row.
    record Columns(List<Column> columns) implements Signature {
        public Columns {
            columns = List.copyOf(columns);
        }
    }

    record Tensors(List<Tensor> tensors) implements Signature {
        public Tensors {
            tensors = List.copyOf(tensors);
        }
    }

    /// @param type `double, float, long, integer, boolean, string, …`
    record Column(Optional<String> name, String type) {}

    /// @param name empty where there is only one and nobody named it
    /// @param shape -1 where any size will do
    record Tensor(Optional<String> name, String type, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }
    }

    /// The names of its columns, where each has one.
    default List<String> names() {
        return switch (this) {
            case Columns(var columns) when columns.stream().allMatch(c -> c.name().isPresent()) ->
                    columns.stream().flatMap(c -> c.name().stream()).toList();
            case Columns _, Tensors _ -> List.of();
        };
    }

    /// Empty: it says nothing of them, or nothing that can be a tensor.
    ///
    /// @param of `inputs` or `outputs`
    static Optional<Signature> of(JsonNode signature, String of) {
        return Yaml.json(Json.text(signature, of))
                .filter(inputs -> inputs.isArray() && !inputs.isEmpty())
                .flatMap(inputs ->
                        inputs.valueStream().anyMatch(i -> i.has("tensor-spec"))
                                ? tensors(inputs)
                                : columns(inputs));
    }

    private static Optional<Signature> columns(JsonNode inputs) {
        var columns = new ArrayList<Column>();
        for (var input : inputs.values()) {
            var type = Json.text(input, "type");
            if (type.isEmpty() || type.get().matches("object|array|map|any|spark.*")) {
                return Optional.empty();
            }
            columns.add(new Column(Json.text(input, "name"), type.get()));
        }
        return Optional.of(new Columns(columns));
    }

    private static Optional<Signature> tensors(JsonNode inputs) {
        var tensors = new ArrayList<Tensor>();
        for (var input : inputs.values()) {
            var spec = input.path("tensor-spec");
            var type = Json.text(spec, "dtype");
            var shape = spec.path("shape").valueStream().map(JsonNode::asLong).toList();
            if (type.isEmpty() || shape.isEmpty()) {
                return Optional.empty();
            }
            tensors.add(new Tensor(Json.text(input, "name"), type.get(), shape));
        }
        return Optional.of(new Tensors(tensors));
    }
}
