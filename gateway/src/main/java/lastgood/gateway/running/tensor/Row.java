package lastgood.gateway.running.tensor;

import java.util.Map;
import java.util.Optional;
import lastgood.core.prediction.Value;

/// One line of an evidence file: a recorded request, perhaps with its answer, perhaps with what turned out to be true.
///
/// @param line from 1
/// @param outputs the answer it must get, by output; empty: none was written down
public record Row(
        int line, Map<String, Tensor> inputs, Map<String, Values> outputs, Optional<Value> label) {

    public Row {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }
}
