package lastgood.gateway.protocol.dialect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.PlainReader;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.UnusualException;

/// Reads the request that nearly everybody sends, byte by byte: an `id` perhaps, and inputs as [PlainReader] reads them.
///
/// Whatever else a request holds is left to [InferReader], as if it had not been looked at. A test holds both against each
/// other.
final class UsualRequest {
    private UsualRequest() {}

    /// Empty: it is an unusual one.
    ///
    /// @param end where the document ends
    /// @throws lastgood.gateway.memory.NoRoomException if the loan does not suffice
    static Optional<InferRequest> read(byte[] bytes, int end, Loan loan) {
        var reader = new PlainReader(bytes, end, loan);
        try {
            return Optional.of(request(reader));
        } catch (UnusualException _) {
            reader.giveUp();
            return Optional.empty();
        }
    }

    private static InferRequest request(PlainReader reader) throws UnusualException {
        Optional<String> id = Optional.empty();
        Optional<Map<String, Tensor>> inputs = Optional.empty();
        reader.expect('{');
        do {
            var key = reader.text();
            reader.expect(':');
            if (key.equals("inputs") && inputs.isEmpty()) {
                inputs = Optional.of(reader.tensors());
            } else if (key.equals("id") && id.isEmpty()) {
                id = Optional.of(reader.paidText());
            } else {
                throw new UnusualException();
            }
        } while (reader.more('}'));
        if (!reader.isAtEnd() || inputs.isEmpty()) {
            throw new UnusualException();
        }
        return new InferRequest(id, inputs.get(), List.of(), false, OptionalLong.empty());
    }
}
