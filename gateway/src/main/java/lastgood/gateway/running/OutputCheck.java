package lastgood.gateway.running;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Holds an answer against a release's schema: a wrong form, NaN or infinity is as bad as no answer.
final class OutputCheck {
    private final Schema schema;

    OutputCheck(Schema schema) {
        this.schema = schema;
    }

    /// @param outputs in the schema's order
    /// @param rows of the request, where they can vary
    Optional<String> objection(List<Tensor> outputs, OptionalLong rows) {
        for (int i = 0; i < outputs.size(); i++) {
            var spec = schema.outputs().get(i);
            var output = outputs.get(i);
            var objection = misfit(spec, output, rows).or(() -> notFinite(output));
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    /// A schema that was read from a file without output shapes says nothing about them; a row of the request still has
    /// a row of the answer, with something in it.
    private static Optional<String> misfit(TensorSpec spec, Tensor output, OptionalLong rows) {
        if (output.datatype() != spec.datatype()) {
            return Optional.of(
                    "output '%s' is %s, not %s"
                            .formatted(spec.name(), output.datatype(), spec.datatype()));
        }
        boolean open = spec.shape().isEmpty();
        boolean perRow = open || spec.shape().getFirst() == -1;
        boolean fits = open ? output.values().size() > 0 : spec.fits(output.shape());
        boolean even = !perRow || rows.isEmpty() || output.rows() == rows.getAsLong();
        if (fits && even) {
            return Optional.empty();
        }
        return Optional.of(
                "output '%s' has shape %s, not %s for %s"
                        .formatted(
                                spec.name(),
                                output.shape(),
                                open ? "a row" : spec.shape(),
                                rows.orElse(1) == 1 ? "1 row" : rows.orElse(1) + " rows"));
    }

    private static Optional<String> notFinite(Tensor output) {
        if (output.values() instanceof Values.Floats floats) {
            for (float value : floats.array()) {
                if (!Float.isFinite(value)) {
                    return Optional.of("output '" + output.name() + "' holds " + value);
                }
            }
        } else if (output.values() instanceof Values.Doubles doubles) {
            for (double value : doubles.array()) {
                if (!Double.isFinite(value)) {
                    return Optional.of("output '" + output.name() + "' holds " + value);
                }
            }
        }
        return Optional.empty();
    }
}
