package lastgood.gateway.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Cost;
import lastgood.gateway.running.tensor.JsonReading;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorReader;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the JSON of an inference request. What it does not know it skips: parameters, and keys of other dialects.
final class InferReader {
    private static final int MOST_TENSORS = 1000;

    private final byte[] bytes;
    private final JsonParser parser;

    private final Loan loan;

    private InferReader(byte[] bytes, JsonParser parser, Loan loan) {
        this.bytes = bytes;
        this.parser = parser;
        this.loan = loan;
    }

    /// @param loan pays for what is read
    /// @throws lastgood.gateway.memory.NoRoomException as soon as it does not suffice
    static InferRequest read(byte[] bytes, Loan loan) throws BadData {
        return JsonReading.read(bytes, parser -> new InferReader(bytes, parser, loan).request());
    }

    private InferRequest request() throws BadData {
        must(parser.nextToken() == JsonToken.START_OBJECT, "the body is no JSON object");
        Optional<String> id = Optional.empty();
        Optional<Map<String, Tensor>> inputs = Optional.empty();
        List<String> outputs = List.of();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            switch (key) {
                case "id" -> {
                    must(token == JsonToken.VALUE_STRING, "'id' must be a string");
                    id = Optional.of(text());
                }
                case "inputs" -> {
                    must(inputs.isEmpty(), "'inputs' is there twice");
                    inputs = Optional.of(TensorReader.all(bytes, parser, "input", loan));
                }
                case "outputs" -> outputs = wanted();
                default -> parser.skipChildren();
            }
        }
        must(parser.nextToken() == null, "something follows the JSON document");
        return new InferRequest(
                id, inputs.orElseThrow(() -> new BadData("'inputs' is missing")), outputs);
    }

    private List<String> wanted() throws BadData {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        must(parser.currentToken() == JsonToken.START_ARRAY, "'outputs' must be an array");
        var names = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            must(parser.currentToken() == JsonToken.START_OBJECT, "an output must be an object");
            must(names.size() < MOST_TENSORS, "there are more than " + MOST_TENSORS + " outputs");
            names.add(wantedName());
        }
        return names.stream().distinct().toList();
    }

    private String wantedName() throws BadData {
        Optional<String> name = Optional.empty();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            if (key.equals("name")) {
                must(token == JsonToken.VALUE_STRING, "an output's name must be a string");
                name = Optional.of(text());
            } else {
                parser.skipChildren();
            }
        }
        return name.orElseThrow(() -> new BadData("an output has no name"));
    }

    /// The string at which the parser stands.
    private String text() {
        return Cost.paid(parser.getString(), loan);
    }

    static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }
}
