package lastgood.gateway.protocol.grpc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Cost;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorReader;
import lastgood.gateway.running.tensor.Values;

/// Reads a `ModelInferRequest`. Of its parameters only the time-out is read.
///
/// Values are read last, when it is known what they must be: protobuf promises no order.
final class InferMessageReader {
    private static final int MOST = TensorReader.MOST_TENSORS;

    private final Span message;
    private final Loan loan;
    private final List<TensorHead> heads = new ArrayList<>();
    private final List<Span> raw = new ArrayList<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private String service = "";
    private String version = "";
    private String id = "";
    private OptionalLong within = OptionalLong.empty();

    private InferMessageReader(Span message, Loan loan) {
        this.message = message;
        this.loan = loan;
    }

    /// @param loan pays for what is read
    /// @throws lastgood.gateway.memory.NoRoomException as soon as it does not suffice
    static InferMessage read(byte[] message, Loan loan) throws BadData {
        try {
            return new InferMessageReader(Span.all(message), loan).read();
        } catch (IOException e) {
            throw new BadData("the message is no valid protobuf");
        }
    }

    private InferMessage read() throws BadData, IOException {
        var fields = new Fields(message);
        while (fields.next()) {
            if (fields.isSpan()) {
                take(fields.number(), fields.span());
            } else {
                fields.skip();
            }
        }
        return new InferMessage(
                service, version, id, tensors(), List.copyOf(outputs), !raw.isEmpty(), within);
    }

    private void take(int field, Span span) throws BadData, IOException {
        switch (field) {
            case 1 -> service = TensorHead.name("model_name", span);
            case 2 -> version = TensorHead.name("model_version", span);
            case 3 -> id = Cost.paid(Fields.text(span), loan);
            case 5 -> {
                must(heads.size() < MOST, "there are more than " + MOST + " inputs");
                heads.add(TensorHead.read(span));
            }
            case 6 -> {
                must(outputs.size() < MOST, "there are more than " + MOST + " outputs");
                outputs.add(wanted(span));
            }
            case 7 -> {
                must(raw.size() < MOST, "there are more than " + MOST + " raw_input_contents");
                raw.add(span);
            }
            case 4 -> within = Parameter.timeout(span, within);
            default -> {} // what other dialects add
        }
    }

    private static String wanted(Span output) throws BadData, IOException {
        var fields = new Fields(output);
        var name = "";
        while (fields.next()) {
            if (fields.number() == 1 && fields.isSpan()) {
                name = TensorHead.name("an output's name", fields.span());
            } else {
                fields.skip();
            }
        }
        must(!name.isEmpty(), "an output has no name");
        return name;
    }

    private Map<String, Tensor> tensors() throws BadData, IOException {
        must(
                raw.isEmpty() || raw.size() == heads.size(),
                "there are %d inputs, but %d raw_input_contents: it is one for each input, or none at all"
                        .formatted(heads.size(), raw.size()));
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < heads.size(); i++) {
            var head = heads.get(i);
            var tensor = new Tensor(head.name(), head.datatype(), head.shape(), values(head, i));
            must(
                    tensors.putIfAbsent(head.name(), tensor) == null,
                    "input '" + head.name() + "' is there twice");
        }
        return tensors;
    }

    private Values values(TensorHead head, int i) throws BadData, IOException {
        try {
            if (raw.isEmpty()) {
                return TypedContents.read(head, loan);
            }
            must(
                    !head.hasContents(),
                    "its values are in contents, but others are in raw_input_contents: it is one or the other for all inputs");
            return RawData.read(head.datatype(), head.elements(), raw.get(i).buffer(), loan);
        } catch (BadData e) {
            throw new BadData(head.label() + ": " + e.complaint());
        }
    }

    static void must(boolean holds, String otherwise) throws BadData {
        if (!holds) {
            throw new BadData(otherwise);
        }
    }
}
