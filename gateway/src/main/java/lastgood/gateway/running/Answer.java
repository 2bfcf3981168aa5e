package lastgood.gateway.running;

import java.util.List;
import lastgood.core.prediction.Value;
import lastgood.gateway.running.tensor.Tensor;

/// What a release says to one request.
///
/// @param outputs the schema's, in its order
/// @param predicted one value a row; empty where there are more rows than an id can carry, or none can be read
record Answer(List<Tensor> outputs, List<Value> predicted) {

    Answer {
        outputs = List.copyOf(outputs);
        predicted = List.copyOf(predicted);
    }
}
