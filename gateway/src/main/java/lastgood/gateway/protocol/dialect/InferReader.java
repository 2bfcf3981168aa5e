package lastgood.gateway.protocol.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Cost;
import lastgood.gateway.running.tensor.JsonReading;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorReader;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the JSON of an inference request. What it does not know it skips, but not what would make the answer another
/// one than the caller reads it for.
final class InferReader {
    private static final int MOST_TENSORS = 1000;

    private final Sent sent;
    private final JsonParser parser;
    private final Loan loan;
    private Optional<String> id = Optional.empty();
    private Optional<Map<String, Tensor>> inputs = Optional.empty();
    private Optional<List<InferRequest.Wanted>> outputs = Optional.empty();
    private Optional<Boolean> binary = Optional.empty();
    private Optional<OptionalLong> timeout = Optional.empty();

    private InferReader(Sent sent, JsonParser parser, Loan loan) {
        this.sent = sent;
        this.parser = parser;
        this.loan = loan;
    }

    /// @param loan pays for what is read
    /// @throws lastgood.gateway.memory.NoRoomException as soon as it does not suffice
    static InferRequest read(Sent sent, Loan loan) throws BadData {
        return JsonReading.read(
                sent.bytes(),
                sent.document(),
                parser -> new InferReader(sent, parser, loan).request());
    }

    private InferRequest request() throws BadData {
        must(parser.nextToken() == JsonToken.START_OBJECT, "the body is no JSON object");
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            must(!has(key), "'" + key + "' is there twice");
            switch (key) {
                case "id" -> {
                    must(token == JsonToken.VALUE_STRING, "'id' must be a string");
                    id = Optional.of(text());
                }
                case "inputs" ->
                        inputs =
                                Optional.of(
                                        TensorReader.all(
                                                sent.bytes(), parser, "input", sent.tail(), loan));
                case "outputs" -> outputs = Optional.of(wanted());
                case "parameters" ->
                        binary =
                                Optional.of(
                                        flag("binary_data_output", "the request", true)
                                                .orElse(false));
                default -> parser.skipChildren();
            }
        }
        must(parser.nextToken() == null, "something follows the JSON document");
        return new InferRequest(
                id,
                inputs.orElseThrow(() -> new BadData("'inputs' is missing")),
                outputs.orElse(List.of()),
                binary.orElse(false),
                timeout.orElse(OptionalLong.empty()));
    }

    private boolean has(String key) {
        return switch (key) {
            case "id" -> id.isPresent();
            case "inputs" -> inputs.isPresent();
            case "outputs" -> outputs.isPresent();
            case "parameters" -> binary.isPresent();
            default -> false; // what is not known is passed over
        };
    }

    private List<InferRequest.Wanted> wanted() throws BadData {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        must(parser.currentToken() == JsonToken.START_ARRAY, "'outputs' must be an array");
        var all = new LinkedHashMap<String, InferRequest.Wanted>();
        int said = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            must(parser.currentToken() == JsonToken.START_OBJECT, "an output must be an object");
            must(++said <= MOST_TENSORS, "there are more than " + MOST_TENSORS + " outputs");
            var one = wantedOne();
            must(
                    all.getOrDefault(one.name(), one).equals(one),
                    "output '" + one.name() + "' is there twice");
            all.put(one.name(), one);
        }
        return new ArrayList<>(all.values());
    }

    private InferRequest.Wanted wantedOne() throws BadData {
        Optional<String> name = Optional.empty();
        Optional<Boolean> asBytes = Optional.empty();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            switch (key) {
                case "name" -> {
                    must(token == JsonToken.VALUE_STRING, "an output's name must be a string");
                    must(name.isEmpty(), "an output has its name twice");
                    name = Optional.of(text());
                }
                case "parameters" -> asBytes = flag("binary_data", "an output", false);
                default -> parser.skipChildren();
            }
        }
        return new InferRequest.Wanted(
                name.orElseThrow(() -> new BadData("an output has no name")), asBytes);
    }

    /// The parameter of that name among those at which the parser stands.
    ///
    /// @param timed whether a time-out among them is one
    private Optional<Boolean> flag(String name, String whose, boolean timed) throws BadData {
        Optional<Boolean> flag = Optional.empty();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return flag;
        }
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            var token = parser.nextToken();
            must(
                    !key.equals("classification") && !key.equals("shared_memory_region"),
                    whose + " asks for " + key + ", which is not offered: ask for the values");
            if (key.equals(name)) {
                must(token.isBoolean(), name + " must be true or false");
                must(flag.isEmpty(), whose + " has " + name + " twice");
                flag = Optional.of(token == JsonToken.VALUE_TRUE);
            } else if (timed && key.equals(Timeout.NAME)) {
                must(timeout.isEmpty(), whose + " has " + key + " twice");
                must(
                        token == JsonToken.VALUE_NUMBER_INT
                                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
                        Timeout.WRONG);
                timeout = Optional.of(Timeout.nanos(parser.getLongValue()));
            } else {
                parser.skipChildren();
            }
        }
        return flag;
    }

    /// The string at which the parser stands.
    private String text() {
        return Cost.paid(parser.getString(), loan);
    }

    private static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }
}
