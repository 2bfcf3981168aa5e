package lastgood.gateway.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.gateway.running.tensor.Tensor;

/// The document of an inference request.
///
/// @param id to be echoed
/// @param outputs asked for by name; empty: all
record InferRequest(Optional<String> id, Map<String, Tensor> inputs, List<String> outputs) {

    InferRequest {
        outputs = List.copyOf(outputs);
    }
}
