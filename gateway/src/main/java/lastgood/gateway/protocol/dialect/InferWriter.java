package lastgood.gateway.protocol.dialect;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lastgood.gateway.running.Reply;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorJson;
import tools.jackson.core.JsonGenerator;

/// Writes the documents of the protocol that carry tensors.
public final class InferWriter {
    private InferWriter() {}

    static Document answer(InferRequest request, Given given) {
        var outputs = Reply.chosen(given.outputs(), request.outputs());
        var usual =
                given.degraded().isEmpty() && request.isJsonOnly()
                        ? UsualAnswer.write(given.service(), given.version(), request.id(), outputs)
                        : Optional.<ByteBuf>empty();
        return usual.map(Document::of).orElseGet(() -> any(request, given, outputs));
    }

    /// However it is asked for.
    static Document any(InferRequest request, Given given, List<Tensor> outputs) {
        List<Tensor> binary =
                request.isJsonOnly()
                        ? List.of()
                        : outputs.stream().filter(request::isBinary).toList();
        var body =
                JsonBody.of(json -> {
                    head(json, request, given);
                    json.writeArrayPropertyStart("outputs");
                    for (var output : outputs) {
                        if (binary.contains(output)) {
                            TensorJson.pointer(json, output, RawData.size(output));
                        } else {
                            TensorJson.write(json, output);
                        }
                    }
                    json.writeEndArray();
                });
        if (binary.isEmpty()) {
            return Document.of(body);
        }
        int json = body.readableBytes();
        try {
            append(body, binary);
        } catch (RuntimeException | Error e) {
            body.release();
            throw e;
        }
        return new Document(body, OptionalInt.of(json));
    }

    public static ByteBuf request(Collection<Tensor> inputs) {
        return JsonBody.of(json -> {
            json.writeArrayPropertyStart("inputs");
            inputs.forEach(tensor -> TensorJson.write(json, tensor));
            json.writeEndArray();
        });
    }

    private static void head(JsonGenerator json, InferRequest request, Given given) {
        json.writeStringProperty("model_name", given.service());
        json.writeStringProperty("model_version", given.version());
        request.id().ifPresent(said -> json.writeStringProperty("id", said));
        given.degraded()
                .ifPresent(problem -> {
                    json.writeObjectPropertyStart("parameters");
                    json.writeBooleanProperty("degraded", true);
                    json.writeStringProperty("code", problem.code().id());
                    json.writeStringProperty("why", problem.what());
                    json.writeEndObject();
                });
    }

    private static void append(ByteBuf body, List<Tensor> tensors) {
        for (var tensor : tensors) {
            int size = Math.toIntExact(RawData.size(tensor));
            body.ensureWritable(size);
            RawData.write(tensor, body.nioBuffer(body.writerIndex(), size));
            body.writerIndex(body.writerIndex() + size);
        }
    }
}
