package lastgood.gateway.running.tensor;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lastgood.core.prediction.Value;
import lastgood.core.release.Datatype;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// Writes tensors in JSON: as the protocol has them, and as rows of an evidence file.
public final class TensorJson {
    private TensorJson() {}

    /// One tensor of a request or answer: `{name, datatype, shape, data}`, row-major and flat.
    public static void write(JsonGenerator json, Tensor tensor) {
        head(json, tensor);
        json.writeArrayPropertyStart("data");
        write(json, tensor, 0, tensor.values().size());
        json.writeEndArray();
        json.writeEndObject();
    }

    /// One whose values follow as bytes behind the document.
    ///
    /// @param size how many bytes
    public static void pointer(JsonGenerator json, Tensor tensor, long size) {
        head(json, tensor);
        json.writeObjectPropertyStart("parameters");
        json.writeNumberProperty("binary_data_size", size);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void head(JsonGenerator json, Tensor tensor) {
        json.writeStartObject();
        json.writeStringProperty("name", tensor.name());
        json.writeStringProperty("datatype", tensor.datatype().name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
    }

    /// One line of an evidence file, without its end of line. Data is nested, so that its shape can be read back.
    public static byte[] row(
            Collection<Tensor> inputs, Collection<Tensor> outputs, Optional<Value> label) {
        var bytes = new ByteArrayOutputStream();
        try (var json =
                Json.factory()
                        .createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            tensors(json, "inputs", inputs);
            tensors(json, "outputs", outputs);
            label.ifPresent(value -> label(json, value));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void tensors(JsonGenerator json, String name, Collection<Tensor> tensors) {
        json.writeName(name);
        json.writeStartObject();
        for (var tensor : tensors) {
            json.writeName(tensor.name());
            if (tensor.shape().isEmpty()) {
                json.writeStartArray();
                write(json, tensor, 0, 1);
                json.writeEndArray();
            } else {
                nested(json, tensor, tensor.shape(), 0, tensor.values().size());
            }
        }
        json.writeEndObject();
    }

    /// One row of a tensor whose first dimension counts rows: a value, or an array as its shape nests it.
    public static void row(JsonGenerator json, Tensor tensor, int row) {
        int size = tensor.rowSize();
        if (tensor.shape().size() < 2) {
            write(json, tensor, row, row + 1);
        } else {
            nested(
                    json,
                    tensor,
                    tensor.shape().subList(1, tensor.shape().size()),
                    row * size,
                    (row + 1) * size);
        }
    }

    private static void nested(
            JsonGenerator json, Tensor tensor, List<Long> shape, int from, int to) {
        json.writeStartArray();
        if (shape.size() == 1) {
            write(json, tensor, from, to);
        } else {
            int step = (int) ((to - from) / shape.getFirst());
            for (int at = from; at < to; at += step) {
                nested(json, tensor, shape.subList(1, shape.size()), at, at + step);
            }
        }
        json.writeEndArray();
    }

    private static void label(JsonGenerator json, Value value) {
        json.writeName("label");
        switch (value) {
            case Value.Whole(var number) -> json.writeNumber(number);
            case Value.Real(var number) -> json.writeNumber(number);
            case Value.Text(var text) -> json.writeString(text);
            case Value.LongText(var hash) -> json.writeString(hash);
        }
    }

    private static void write(JsonGenerator json, Tensor tensor, int from, int to) {
        switch (tensor.values()) {
            case Values.Floats floats -> {
                for (int i = from; i < to; i++) {
                    json.writeNumber(floats.array()[i]);
                }
            }
            case Values.Doubles doubles -> {
                for (int i = from; i < to; i++) {
                    json.writeNumber(doubles.array()[i]);
                }
            }
            case Values.Texts texts -> {
                for (int i = from; i < to; i++) {
                    json.writeString(texts.array()[i]);
                }
            }
            case Values.Wholes wholes -> {
                for (int i = from; i < to; i++) {
                    write(json, tensor.datatype(), wholes.array()[i]);
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
