package lastgood.gateway.protocol.dialect;

import java.util.List;
import java.util.Map;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorJson;
import tools.jackson.core.JsonGenerator;

/// A question whose answer is one entry a row: `{"predictions": […]}`.
record Scored(Map<String, Tensor> inputs) implements Asked {

    @Override
    public List<String> outputs() {
        return List.of();
    }

    /// Of one output an entry is its row; of several it is an object that names them.
    @Override
    public Document document(Given given) {
        var outputs = given.outputs();
        return Document.of(
                JsonBody.of(json -> {
                    json.writeName("predictions");
                    if (outputs.stream().mapToLong(Tensor::rows).distinct().count() == 1) {
                        rows(json, outputs);
                    } else {
                        columns(json, outputs);
                    }
                }));
    }

    private static void rows(JsonGenerator json, List<Tensor> outputs) {
        json.writeStartArray();
        for (int row = 0; row < outputs.getFirst().rows(); row++) {
            if (outputs.size() == 1) {
                TensorJson.row(json, outputs.getFirst(), row);
                continue;
            }
            json.writeStartObject();
            for (var output : outputs) {
                json.writeName(output.name());
                TensorJson.row(json, output, row);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// Outputs that do not count the same rows.
    private static void columns(JsonGenerator json, List<Tensor> outputs) {
        json.writeStartObject();
        for (var output : outputs) {
            json.writeArrayPropertyStart(output.name());
            for (int row = 0; row < output.rows(); row++) {
                TensorJson.row(json, output, row);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
