package lastgood.gateway.running.tensor;

import java.util.List;
import lastgood.gateway.memory.Loan;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the tensors of an inference answer, our own or a program's. All else in it is passed over.
public final class AnswerReader {
    private AnswerReader() {}

    public static List<Tensor> outputs(byte[] bytes) throws BadData {
        return JsonReading.read(bytes, parser -> outputs(bytes, parser));
    }

    private static List<Tensor> outputs(byte[] bytes, JsonParser parser) throws BadData {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadData("the body is no JSON object");
        }
        List<Tensor> outputs = List.of();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (key.equals("outputs")) {
                outputs =
                        List.copyOf(
                                TensorReader.all(
                                                bytes,
                                                parser,
                                                "output",
                                                Tail.NONE,
                                                Loan.boundless())
                                        .values());
            } else {
                parser.skipChildren();
            }
        }
        return outputs;
    }
}
