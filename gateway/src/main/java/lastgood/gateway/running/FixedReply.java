package lastgood.gateway.running;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.FixedAnswer;
import lastgood.core.rollout.Settings;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// A service's fixed answer as tensors of a release's schema.
final class FixedReply {
    private final FixedAnswer answer;
    private final Schema schema;

    private FixedReply(FixedAnswer answer, Schema schema) {
        this.answer = answer;
        this.schema = schema;
    }

    /// Empty where there is none, or none that is an answer by this schema.
    static Optional<FixedReply> of(Settings settings, Schema schema) {
        return settings.fallback()
                .filter(fixed -> fixed.misfits(schema).isEmpty())
                .map(fixed -> new FixedReply(fixed, schema));
    }

    /// The schema's outputs, in its order.
    List<Tensor> outputs(int rows) {
        var outputs = new ArrayList<Tensor>();
        for (var spec : schema.outputs()) {
            var row = answer.outputs().getOrDefault(spec.name(), List.of());
            outputs.add(
                    new Tensor(
                            spec.name(),
                            spec.datatype(),
                            shape(spec, rows, row.size()),
                            values(spec.datatype(), repeated(row, rows))));
        }
        return outputs;
    }

    private static List<Long> shape(TensorSpec spec, long rows, long width) {
        if (spec.shape().isEmpty()) {
            return width == 1 ? List.of(rows) : List.of(rows, width);
        }
        return Stream.concat(Stream.of(rows), spec.shape().stream().skip(1)).toList();
    }

    private static String[] repeated(List<String> row, int rows) {
        var all = new String[rows * row.size()];
        Arrays.setAll(all, i -> row.get(i % row.size()));
        return all;
    }

    private static Values values(Datatype type, String[] texts) {
        if (type == Datatype.BYTES) {
            return new Values.Texts(texts);
        }
        if (type.isReal()) {
            return type == Datatype.FP64 ? doubles(texts) : floats(type, texts);
        }
        var wholes = new long[texts.length];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = whole(type, texts[i]);
        }
        return new Values.Wholes(wholes);
    }

    private static long whole(Datatype type, String text) {
        return switch (type) {
            case BOOL -> text.equals("true") ? 1 : 0;
            case UINT64 -> Long.parseUnsignedLong(text);
            default -> Long.parseLong(text);
        };
    }

    private static Values doubles(String[] texts) {
        return new Values.Doubles(Arrays.stream(texts).mapToDouble(Double::parseDouble).toArray());
    }

    private static Values floats(Datatype type, String[] texts) {
        var floats = new float[texts.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) type.rounded(Float.parseFloat(texts[i]));
        }
        return new Values.Floats(floats);
    }
}
