package lastgood.gateway.running;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lastgood.core.prediction.Value;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
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
        var outputs = schema.outputs();
        var named = answer.flatMap(name -> find(outputs, spec -> spec.name().equals(name)));
        boolean classes = task == Settings.Task.CLASSIFICATION;
        var place =
                named.or(() ->
                        classes ? classified(outputs) : find(outputs, PredictedValue::isReal));
        return place.map(o -> {
            boolean scores = classes && isReal(outputs.get(o));
            return new PredictedValue(o, scores ? How.CLASS : How.ITSELF, threshold);
        });
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
                        case Values.Wholes w -> new Value.Whole(w.array()[first]);
                        case Values.Texts t -> new Value.Text(t.array()[first]);
                        case Values.Floats f -> new Value.Real(f.array()[first]);
                        case Values.Doubles d -> new Value.Real(d.array()[first]);
                    };
            case CLASS -> new Value.Whole(chosen(tensor.values(), first, tensor.rowSize()));
        };
    }

    private int chosen(Values values, int first, int size) {
        if (size == 1) {
            // Rounded the way the score was: 0.7 is reached by 0.7 said as FP32.
            double bound = values instanceof Values.Floats ? (float) threshold : threshold;
            return values.real(first) >= bound ? 1 : 0;
        }
        int best = first;
        for (int i = first + 1; i < first + size; i++) {
            if (values.real(i) > values.real(best)) {
                best = i;
            }
        }
        return best - first;
    }

    /// The first integer or string output with one value a row, else the last of scores.
    private static Optional<Integer> classified(List<TensorSpec> outputs) {
        return find(outputs, spec -> isLabel(spec) && isOneARow(spec))
                .or(() ->
                        IntStream.range(0, outputs.size())
                                .boxed()
                                .filter(o -> isReal(outputs.get(o)))
                                .reduce((_, last) -> last));
    }

    private static boolean isLabel(TensorSpec spec) {
        return spec.datatype().isWhole() || spec.datatype() == Datatype.BYTES;
    }

    private static boolean isReal(TensorSpec spec) {
        return spec.datatype().isReal();
    }

    private static boolean isOneARow(TensorSpec spec) {
        return spec.shape().size() < 2
                || spec.shape().stream().skip(1).allMatch(dimension -> dimension == 1);
    }

    private static Optional<Integer> find(
            List<TensorSpec> outputs, java.util.function.Predicate<TensorSpec> wanted) {
        return IntStream.range(0, outputs.size())
                .boxed()
                .filter(o -> wanted.test(outputs.get(o)))
                .findFirst();
    }
}
