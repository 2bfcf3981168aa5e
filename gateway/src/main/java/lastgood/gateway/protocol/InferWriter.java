package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Problem;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorJson;
import tools.jackson.core.JsonGenerator;

/// Writes the documents of the protocol that carry tensors.
final class InferWriter {
    private static final String FALLBACK = "fallback";

    private InferWriter() {}

    static ByteBuf answer(
            String service, String version, Optional<String> id, List<Tensor> outputs) {
        return JsonBody.of(json -> {
            json.writeStringProperty("model_name", service);
            json.writeStringProperty("model_version", version);
            id.ifPresent(said -> json.writeStringProperty("id", said));
            tensors(json, "outputs", outputs);
        });
    }

    /// The service's fixed answer: no release gave it, and it says why.
    static ByteBuf degraded(
            String service, Optional<String> id, Problem problem, List<Tensor> outputs) {
        return JsonBody.of(json -> {
            json.writeStringProperty("model_name", service);
            json.writeStringProperty("model_version", FALLBACK);
            id.ifPresent(said -> json.writeStringProperty("id", said));
            json.writeObjectPropertyStart("parameters");
            json.writeBooleanProperty("degraded", true);
            json.writeStringProperty("code", problem.code().id());
            json.writeStringProperty("why", problem.what());
            json.writeEndObject();
            tensors(json, "outputs", outputs);
        });
    }

    static ByteBuf request(Collection<Tensor> inputs) {
        return JsonBody.of(json -> {
            tensors(json, "inputs", inputs);
        });
    }

    private static void tensors(JsonGenerator json, String key, Collection<Tensor> tensors) {
        json.writeArrayPropertyStart(key);
        tensors.forEach(tensor -> TensorJson.write(json, tensor));
        json.writeEndArray();
    }
}
