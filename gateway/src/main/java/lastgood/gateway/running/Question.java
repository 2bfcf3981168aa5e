package lastgood.gateway.running;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.Tensor;

/// A prediction request, read and understood, but not yet held against any schema.
///
/// @param service as addressed; it exists
/// @param version the release number asked for; empty: whichever serves
/// @param key the sticky key
/// @param probe one of our own: answered like any other, counted nowhere
/// @param inputs by name
/// @param outputs asked for by name; empty: all
/// @param loan what the inputs take; whoever reads them longer than the answer takes holds on to it
/// @param arrivedNanos when the request was complete
public record Question(
        String service,
        Optional<Integer> version,
        Optional<String> key,
        boolean probe,
        Map<String, Tensor> inputs,
        List<String> outputs,
        Loan loan,
        long arrivedNanos) {

    public Question {
        outputs = List.copyOf(outputs);
    }
}
