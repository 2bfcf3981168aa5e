package lastgood.wire.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a server of the Open Inference Protocol says of a model, as a schema.
public final class ModelMetadata {
    private ModelMetadata() {}

    /// Empty where it is no such document, or leaves out what a schema needs.
    public static Optional<Schema> parse(String text) {
        try {
            var document = Json.mapper().readTree(text);
            var inputs = tensors(document.path("inputs"));
            var outputs = tensors(document.path("outputs"));
            return inputs.isEmpty() || outputs.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Schema(inputs, outputs));
        } catch (JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Empty where one of them is not described.
    private static List<TensorSpec> tensors(JsonNode list) {
        var specs = new ArrayList<TensorSpec>();
        for (var tensor : list.values()) {
            var type = Datatype.parse(tensor.path("datatype").asString(""));
            var name = tensor.path("name").asString("");
            var shape = tensor.path("shape").valueStream().map(JsonNode::asLong).toList();
            if (type.isEmpty() || name.isEmpty() || shape.isEmpty()) {
                return List.of();
            }
            specs.add(new TensorSpec(name, type.get(), shape, List.of()));
        }
        return specs;
    }
}
