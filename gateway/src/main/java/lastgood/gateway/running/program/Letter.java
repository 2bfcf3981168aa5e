package lastgood.gateway.running.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import lastgood.gateway.running.tensor.Json;
import lastgood.gateway.running.tensor.PlainWriter;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorJson;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// What a server is asked: a JSON document, and the values of its tensors in it or as bytes behind it.
final class Letter {
    /// Below, a document with everything in it is as short, and anybody can read it.
    private static final long LARGE = 4 << 10;

    private final byte[] body;
    private final int size;
    private final OptionalInt json;

    private Letter(byte[] body, int size, OptionalInt json) {
        this.body = body;
        this.size = size;
        this.json = json;
    }

    /// @param outputs that are wanted
    /// @param mayBeBinary whether the server takes values as bytes; they go so where they are many
    static Letter of(Collection<Tensor> inputs, List<String> outputs, boolean mayBeBinary) {
        long size = mayBeBinary ? inputs.stream().mapToLong(RawData::size).sum() : 0;
        if (size < LARGE || size > Integer.MAX_VALUE / 2) {
            return isPlain(inputs, outputs)
                    ? plain(inputs, outputs)
                    : whole(document(inputs, outputs, false));
        }
        var document = document(inputs, outputs, true);
        var body = ByteBuffer.allocate(document.length + (int) size);
        body.put(document);
        inputs.forEach(input -> RawData.write(input, body));
        return new Letter(body.array(), body.capacity(), OptionalInt.of(document.length));
    }

    /// The document, and what follows it, up to [#size]. Nobody changes it.
    byte[] body() {
        return body;
    }

    int size() {
        return size;
    }

    /// How long the document is, where values follow it.
    OptionalInt json() {
        return json;
    }

    private static Letter whole(byte[] document) {
        return new Letter(document, document.length, OptionalInt.empty());
    }

    private static boolean isPlain(Collection<Tensor> inputs, List<String> outputs) {
        return PlainWriter.arePlain(inputs) && outputs.stream().allMatch(PlainWriter::isPlain);
    }

    /// The same as [#document], by a shorter way.
    private static Letter plain(Collection<Tensor> inputs, List<String> outputs) {
        var json = new PlainWriter().add("{\"inputs\":[");
        var between = "";
        for (var input : inputs) {
            json.add(between).add(input);
            between = ",";
        }
        json.add("],\"outputs\":[");
        between = "";
        for (var output : outputs) {
            json.add(between).add("{\"name\":\"").add(output).add("\"}");
            between = ",";
        }
        json.add("]}");
        return new Letter(json.bytes(), json.size(), OptionalInt.empty());
    }

    static byte[] document(Collection<Tensor> inputs, List<String> outputs, boolean binary) {
        var bytes = new ByteArrayOutputStream();
        try (var json =
                Json.factory()
                        .createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("inputs");
            for (var input : inputs) {
                if (binary) {
                    TensorJson.pointer(json, input, RawData.size(input));
                } else {
                    TensorJson.write(json, input);
                }
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("outputs");
            outputs.forEach(output -> wanted(json, output, binary));
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void wanted(JsonGenerator json, String output, boolean binary) {
        json.writeStartObject();
        json.writeStringProperty("name", output);
        if (binary) {
            json.writeObjectPropertyStart("parameters");
            json.writeBooleanProperty("binary_data", true);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
