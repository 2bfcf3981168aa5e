package lastgood.gateway.protocol.dialect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.gateway.running.tensor.Tensor;

/// The document of an inference request.
///
/// @param id to be echoed
/// @param wanted outputs asked for; empty: all
/// @param binary whether outputs are wanted as bytes where nothing else is said of one
/// @param withinNanos how long the caller wants to wait; empty: he did not say
record InferRequest(
        Optional<String> id,
        Map<String, Tensor> inputs,
        List<Wanted> wanted,
        boolean binary,
        OptionalLong withinNanos)
        implements Asked {

    /// @param binary whether it is wanted as bytes; empty: as all are
    record Wanted(String name, Optional<Boolean> binary) {}

    InferRequest {
        wanted = List.copyOf(wanted);
    }

    @Override
    public List<String> outputs() {
        return wanted.isEmpty() ? List.of() : wanted.stream().map(Wanted::name).toList();
    }

    @Override
    public Document document(Given given) {
        return InferWriter.answer(this, given);
    }

    /// Nothing is wanted as bytes.
    boolean isJsonOnly() {
        return !binary && wanted.stream().noneMatch(w -> w.binary().orElse(false));
    }

    boolean isBinary(Tensor output) {
        return wanted.stream()
                .filter(w -> w.name().equals(output.name()))
                .findFirst()
                .flatMap(Wanted::binary)
                .orElse(binary);
    }
}
