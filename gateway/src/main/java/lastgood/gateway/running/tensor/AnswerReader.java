package lastgood.gateway.running.tensor;

import java.util.List;
import java.util.Optional;
import lastgood.gateway.memory.Loan;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the tensors of an inference answer, our own or a program's. All else in it is passed over.
public final class AnswerReader {
    private AnswerReader() {}

    public static List<Tensor> outputs(byte[] bytes) throws BadData {
        var usual = usual(bytes);
        return usual.isPresent() ? usual.get() : any(bytes);
    }

    /// However it is written.
    static List<Tensor> any(byte[] bytes) throws BadData {
        return JsonReading.read(bytes, parser -> outputs(bytes, parser, Tail.NONE));
    }

    /// The answer that nearly every server gives: texts that say what it is of, and outputs. Empty: it is an unusual one.
    static Optional<List<Tensor>> usual(byte[] bytes) {
        var reader = new PlainReader(bytes, bytes.length, Loan.boundless());
        try {
            Optional<List<Tensor>> outputs = Optional.empty();
            reader.expect('{');
            do {
                var key = reader.text();
                reader.expect(':');
                switch (key) {
                    case "model_name", "model_version", "id" -> reader.text();
                    case "outputs" -> {
                        if (outputs.isPresent()) {
                            return Optional.empty();
                        }
                        outputs = Optional.of(List.copyOf(reader.tensors().values()));
                    }
                    default -> {
                        return Optional.empty();
                    }
                }
            } while (reader.more('}'));
            return reader.isAtEnd() ? outputs : Optional.empty();
        } catch (UnusualException _) {
            return Optional.empty();
        }
    }

    /// With values that follow the document as bytes.
    ///
    /// @param json how long the document is said to be
    public static List<Tensor> outputs(byte[] bytes, int json) throws BadData {
        if (json < 0 || json > bytes.length) {
            throw new BadData(
                    "its document is said to have %d bytes, and all there are is %d"
                            .formatted(json, bytes.length));
        }
        var tail = Tail.behind(bytes, json);
        var outputs = JsonReading.read(bytes, json, parser -> outputs(bytes, parser, tail));
        tail.mustBeEmpty();
        return outputs;
    }

    private static List<Tensor> outputs(byte[] bytes, JsonParser parser, Tail tail) throws BadData {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadData("the body is no JSON object");
        }
        List<Tensor> outputs = List.of();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (key.equals("outputs")) {
                outputs =
                        List.copyOf(
                                TensorReader.all(bytes, parser, "output", tail, Loan.boundless())
                                        .values());
            } else {
                parser.skipChildren();
            }
        }
        return outputs;
    }
}
