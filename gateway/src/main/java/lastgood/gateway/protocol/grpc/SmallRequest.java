package lastgood.gateway.protocol.grpc;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.running.tensor.BadData;

/// A request that is nothing but a few texts and truths, by their field numbers.
final class SmallRequest {
    /// No request has a text or a truth in a field of a greater number.
    private static final int MOST_FIELD = 2;

    /// Where those requests have them that can have any.
    private static final int PARAMETERS = 3;

    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<Integer, Boolean> truths = new HashMap<>();
    private boolean parameters;

    private SmallRequest() {}

    static Outcome<SmallRequest> of(Call call) {
        var bytes = call.message();
        try {
            return Outcome.done(new SmallRequest().read(new Fields(Span.all(bytes))));
        } catch (BadData e) {
            return Outcome.refused(Problem.of(Code.INVALID_REQUEST, e.complaint()));
        } catch (IOException _) {
            return Outcome.refused(
                    Problem.of(Code.INVALID_REQUEST, "the message is no valid protobuf"));
        } finally {
            call.loan().giveBack(bytes.length);
        }
    }

    /// Empty where it was not said.
    String text(int field) {
        return texts.getOrDefault(field, "");
    }

    boolean truth(int field) {
        return truths.getOrDefault(field, false);
    }

    /// Whether it asks for something special.
    boolean hasParameters() {
        return parameters;
    }

    /// A release's number as answers name it, or as it is; nothing said: whichever serves.
    ///
    /// @throws BadData where no release can have that name
    static Optional<Integer> version(String said) throws BadData {
        if (said.isEmpty()) {
            return Optional.empty();
        }
        if (!said.matches("r?[1-9][0-9]{0,8}")) {
            throw new BadData("'" + said + "' names no release: a version is r1, r2 and so on");
        }
        return Optional.of(Integer.parseInt(said.replace("r", "")));
    }

    private SmallRequest read(Fields fields) throws IOException, BadData {
        while (fields.next()) {
            if (fields.number() > MOST_FIELD) {
                parameters |= fields.number() == PARAMETERS;
                fields.skip();
            } else if (fields.isSpan()) {
                texts.put(fields.number(), TensorHead.name("a text", fields.span()));
            } else if (fields.isVarint()) {
                truths.put(fields.number(), fields.varint() != 0);
            } else {
                fields.skip();
            }
        }
        return this;
    }
}
