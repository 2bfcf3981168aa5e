package lastgood.gateway.running.tensor;

import java.util.List;
import lastgood.gateway.memory.Loan;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the tensors of an inference answer, our own or a program's. All else in it is passed over.
public final class AnswerReader {
    private AnswerReader() {}

    public static List<Tensor> outputs(byte[] bytes) throws BadData {
        return JsonReading.read(bytes, parser -> outputs(bytes, parser, Tail.NONE));
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
