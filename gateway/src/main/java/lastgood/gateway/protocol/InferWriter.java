package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import tools.jackson.core.JsonGenerator;

/// Writes tensors as the protocol has them: row-major and flat.
final class InferWriter {
    private InferWriter() {}

    /// The document of an answer.
    static ByteBuf answer(
            String service, String version, Optional<String> id, List<Tensor> outputs) {
        return JsonBody.of(json -> {
            json.writeStringProperty("model_name", service);
            json.writeStringProperty("model_version", version);
            id.ifPresent(said -> json.writeStringProperty("id", said));
            json.writeArrayPropertyStart("outputs");
            outputs.forEach(output -> write(json, output));
            json.writeEndArray();
        });
    }

    /// One tensor: `{name, datatype, shape, data}`.
    static void write(JsonGenerator json, Tensor tensor) {
        json.writeStartObject();
        json.writeStringProperty("name", tensor.name());
        json.writeStringProperty("datatype", tensor.datatype().name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeArrayPropertyStart("data");
        write(json, tensor.datatype(), tensor.values());
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Datatype datatype, Values values) {
        switch (values) {
            case Values.Floats floats -> {
                for (float value : floats.array()) {
                    json.writeNumber(value);
                }
            }
            case Values.Doubles doubles -> {
                for (double value : doubles.array()) {
                    json.writeNumber(value);
                }
            }
            case Values.Texts texts -> {
                for (String value : texts.array()) {
                    json.writeString(value);
                }
            }
            case Values.Wholes wholes -> {
                for (long value : wholes.array()) {
                    write(json, datatype, value);
                }
            }
        }
    }

    private static void write(JsonGenerator json, Datatype datatype, long value) {
        if (datatype == Datatype.BOOL) {
            json.writeBoolean(value != 0);
        } else if (datatype == Datatype.UINT64 && value < 0) {
            json.writeNumber(Long.toUnsignedString(value));
        } else {
            json.writeNumber(value);
        }
    }
}
