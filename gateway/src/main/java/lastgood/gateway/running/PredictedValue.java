package lastgood.gateway.running;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lastgood.core.prediction.Value;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.rollout.Settings;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Which output says what was predicted, and how it says it: labels are compared with this.
///
/// @param output its place among the schema's outputs
/// @param how a row's values become one
/// @param threshold from which on a one-column score means 1
public record PredictedValue(int output, How how, double threshold) {

    public enum How {
        /// The value as it stands.
        ITSELF,
        /// The index of the greatest column; of one column, whether it reaches the threshold.
        CLASS
    }

    /// Empty where no output can be read as a prediction.
    ///
    /// @param answer the output's name; empty, or of no output: found by its type
    public static Optional<PredictedValue> of(
            Schema schema, Settings.Task task, Optional<String> answer, double threshold) {
        return Settings.predicted(schema, task, answer)
                .map(o -> {
                    boolean scores =
                            task == Settings.Task.CLASSIFICATION
                                    && schema.outputs().get(o).datatype().isReal();
                    return new PredictedValue(o, scores ? How.CLASS : How.ITSELF, threshold);
                });
    }

    /// Whether what it reads is one of several things, and not a number that could be a little different.
    boolean isClass(Tensor read) {
        boolean real =
                read.values() instanceof Values.Floats || read.values() instanceof Values.Doubles;
        return how == How.CLASS || !real;
    }

    /// One value a row.
    public List<Value> read(List<Tensor> outputs) {
        var tensor = outputs.get(output);
        return IntStream.range(0, (int) tensor.rows()).mapToObj(r -> value(tensor, r)).toList();
    }

    private Value value(Tensor tensor, int row) {
        int first = row * tensor.rowSize();
        return switch (how) {
            case ITSELF ->
                    switch (tensor.values()) {
                        case Values.Wholes w -> {
                            boolean beyond =
                                    tensor.datatype() == Datatype.UINT64 && w.array()[first] < 0;
                            yield beyond
                                    ? new Value.Real(tensor.real(first))
                                    : new Value.Whole(w.array()[first]);
                        }
                        case Values.Texts t -> new Value.Text(t.array()[first]);
                        case Values.Floats f -> new Value.Real(f.array()[first]);
                        case Values.Doubles d -> new Value.Real(d.array()[first]);
                    };
            case CLASS -> new Value.Whole(chosen(tensor, first, tensor.rowSize()));
        };
    }

    private int chosen(Tensor tensor, int first, int size) {
        if (size == 1) {
            // Rounded the way the score was: 0.7 is reached by 0.7 said as FP32.
            double bound = tensor.values() instanceof Values.Floats ? (float) threshold : threshold;
            return tensor.real(first) >= bound ? 1 : 0;
        }
        int best = first;
        for (int i = first + 1; i < first + size; i++) {
            if (tensor.real(i) > tensor.real(best)) {
                best = i;
            }
        }
        return best - first;
    }
}
