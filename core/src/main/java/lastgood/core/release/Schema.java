package lastgood.core.release;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The tensors of a request and of its answer.
public record Schema(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public Schema {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public Optional<TensorSpec> input(String name) {
        return inputs.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    public Optional<TensorSpec> output(String name) {
        return outputs.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /// Whether anything is said about the values themselves, so that `features.invalid` has something to count.
    public boolean hasColumns() {
        return inputs.stream().anyMatch(t -> !t.columns().isEmpty());
    }

    public Digest digest() {
        var all = exactly(inputs).toString() + exactly(outputs);
        return Digest.of(all.getBytes(StandardCharsets.UTF_8));
    }

    /// Everything that is said about each tensor, its columns included.
    private static List<String> exactly(List<TensorSpec> tensors) {
        return tensors.stream().map(t -> t + " " + t.columns()).toList();
    }
}
