package lastgood.gateway.running;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Nearest;
import lastgood.gateway.running.tensor.Tensor;

/// Holds a request against a release's schema.
final class InputCheck {
    private final Schema schema;
    private final Optional<Integer> batchMax;
    private final List<ColumnCheck> columns;

    InputCheck(Schema schema, Optional<Integer> batchMax) {
        this.schema = schema;
        this.batchMax = batchMax;
        this.columns =
                schema.inputs().stream()
                        .filter(t -> !t.columns().isEmpty())
                        .map(ColumnCheck::new)
                        .toList();
    }

    /// @param refusal why the release does not take the request; empty: it does
    /// @param invalid a value breaks what the schema says of its column
    record Checked(Optional<String> refusal, boolean invalid) {}

    /// @param wanted outputs asked for
    Checked check(Map<String, Tensor> inputs, List<String> wanted) {
        var refusal = misfit(inputs).or(() -> noOutput(wanted));
        if (refusal.isPresent()) {
            return new Checked(refusal, true);
        }
        boolean invalid = false;
        for (var check : columns) {
            var tensor = inputs.get(check.tensor());
            if (tensor != null) {
                var missing = check.missing(tensor);
                if (missing.isPresent()) {
                    return new Checked(missing, true);
                }
                invalid |= check.isInvalid(tensor);
            }
        }
        return new Checked(Optional.empty(), invalid);
    }

    /// How many rows a request has; empty where the schema fixes the first dimension.
    OptionalLong rows(Map<String, Tensor> inputs) {
        for (var spec : schema.inputs()) {
            var tensor = inputs.get(spec.name());
            if (tensor != null && isPerRow(spec)) {
                return OptionalLong.of(tensor.rows());
            }
        }
        return OptionalLong.empty();
    }

    private Optional<String> misfit(Map<String, Tensor> inputs) {
        for (var spec : schema.inputs()) {
            var tensor = inputs.get(spec.name());
            var misfit = tensor == null ? missing(spec, inputs) : misfit(spec, tensor);
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        if (inputs.size() > schema.inputs().size()) {
            return inputs.keySet().stream()
                    .filter(name -> schema.input(name).isEmpty())
                    .findFirst()
                    .map(this::unknown);
        }
        return uneven(inputs).or(() -> batchMax.flatMap(most -> tooMany(most, inputs)));
    }

    /// A missing input beside an unknown one is most likely a slip of the pen.
    private Optional<String> missing(TensorSpec spec, Map<String, Tensor> inputs) {
        return Optional.of(
                inputs.keySet().stream()
                        .filter(name -> schema.input(name).isEmpty())
                        .findFirst()
                        .map(this::unknown)
                        .orElse("input '" + spec.name() + "' is missing"));
    }

    private String unknown(String name) {
        return "there is no input '" + name + "'" + hint(name, schema.inputs());
    }

    private Optional<String> noOutput(List<String> wanted) {
        return wanted.stream()
                .filter(name -> schema.output(name).isEmpty())
                .findFirst()
                .map(name -> "there is no output '" + name + "'" + hint(name, schema.outputs()));
    }

    private static String hint(String name, List<TensorSpec> specs) {
        return Nearest.hint(name, specs.stream().map(TensorSpec::name).toList());
    }

    private static Optional<String> misfit(TensorSpec spec, Tensor tensor) {
        if (tensor.datatype() != spec.datatype()) {
            return Optional.of(
                    "input '%s' is %s, but must be %s"
                            .formatted(spec.name(), tensor.datatype(), spec.datatype()));
        }
        return spec.fits(tensor.shape())
                ? Optional.empty()
                : Optional.of(
                        "input '%s' has shape %s, but must have %s"
                                .formatted(spec.name(), tensor.shape(), spec.shape()));
    }

    private static boolean isPerRow(TensorSpec spec) {
        return !spec.shape().isEmpty() && spec.shape().getFirst() == -1;
    }

    /// Inputs that count rows count the same ones. A graph would fail on anything else, or stretch one row over many.
    private Optional<String> uneven(Map<String, Tensor> inputs) {
        var counting = schema.inputs().stream().filter(InputCheck::isPerRow).toList();
        for (var spec : counting) {
            var first = Objects.requireNonNull(inputs.get(counting.getFirst().name()));
            var tensor = Objects.requireNonNull(inputs.get(spec.name()));
            if (tensor.rows() != first.rows()) {
                return Optional.of(
                        "input '%s' has %d rows, but input '%s' has %d: one request has the same rows in all"
                                .formatted(
                                        first.name(), first.rows(), tensor.name(), tensor.rows()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> tooMany(int most, Map<String, Tensor> inputs) {
        long rows = rows(inputs).orElse(1);
        return rows <= most
                ? Optional.empty()
                : Optional.of("the request has " + rows + " rows, the most is " + most);
    }
}
