package lastgood.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import lastgood.gateway.running.tensor.RawData;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Tensors compared, and held to what the rest of the gateway takes for granted.
public final class Tensors {
    private Tensors() {}

    /// How many bytes their values take at least.
    public static long size(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(RawData::size).sum();
    }

    /// A shape of positive dimensions that makes just as many values as there are.
    public static void areWhole(Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> {
            assertThat(tensor.name()).isEqualTo(name);
            assertThat(tensor.shape()).as("shape").allMatch(dimension -> dimension > 0);
            hasWhatItsShapeSays(tensor);
        });
    }

    public static void hasWhatItsShapeSays(Tensor tensor) {
        var elements =
                tensor.shape().stream()
                        .map(BigInteger::valueOf)
                        .reduce(BigInteger.ONE, BigInteger::multiply);
        assertThat(elements)
                .as("elements of " + tensor.shape())
                .isEqualTo(BigInteger.valueOf(tensor.values().size()));
    }

    public static void areSame(Map<String, Tensor> one, Map<String, Tensor> other) {
        assertThat(other.keySet()).isEqualTo(one.keySet());
        one.forEach((name, tensor) -> isSame(tensor, Objects.requireNonNull(other.get(name))));
    }

    public static void isSame(Tensor one, Tensor other) {
        assertThat(other.name()).isEqualTo(one.name());
        assertThat(other.datatype()).isEqualTo(one.datatype());
        assertThat(other.shape()).isEqualTo(one.shape());
        assertThat(isSame(one.values(), other.values()))
                .as("the values of " + one.name() + " are the same")
                .isTrue();
    }

    /// Any NaN is as good as another.
    public static boolean isSame(Values one, Values other) {
        return switch (one) {
            case Values.Floats floats ->
                    other instanceof Values.Floats that
                            && Arrays.equals(floats.array(), that.array());
            case Values.Doubles doubles ->
                    other instanceof Values.Doubles that
                            && Arrays.equals(doubles.array(), that.array());
            case Values.Wholes wholes ->
                    other instanceof Values.Wholes that
                            && Arrays.equals(wholes.array(), that.array());
            case Values.Texts texts ->
                    other instanceof Values.Texts that
                            && Arrays.equals(texts.array(), that.array());
        };
    }
}
