package lastgood.gateway.running.workbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Rows made up for a release that came without any: the same seed draws the same rows.
///
/// Values lie in the recorded range of their column, else within what the schema says of it, else around zero.
final class DrawnRows {
    private final Schema schema;
    private final List<OfflineEvidence.Range> ranges;
    private final RandomGenerator random;

    DrawnRows(Schema schema, List<OfflineEvidence.Range> ranges, long seed) {
        this.schema = schema;
        this.ranges = ranges;
        this.random = new SplittableRandom(seed);
    }

    List<Map<String, Tensor>> draw(int rows) {
        var drawn = new ArrayList<Map<String, Tensor>>();
        for (int r = 0; r < rows; r++) {
            var inputs = new LinkedHashMap<String, Tensor>();
            for (var spec : schema.inputs()) {
                inputs.put(spec.name(), tensor(spec));
            }
            drawn.add(inputs);
        }
        return drawn;
    }

    private Tensor tensor(TensorSpec spec) {
        var shape = spec.shape().stream().map(d -> d == -1 ? 1L : d).toList();
        int size = (int) (long) shape.stream().reduce(1L, (a, b) -> a * b);
        int width = shape.size() < 2 ? 1 : (int) (long) shape.getLast();
        return new Tensor(spec.name(), spec.datatype(), shape, values(spec, size, width));
    }

    private Values values(TensorSpec spec, int size, int width) {
        if (spec.datatype() == Datatype.BYTES) {
            var texts = new String[size];
            for (int i = 0; i < size; i++) {
                texts[i] = text(column(spec, i % width));
            }
            return new Values.Texts(texts);
        }
        double[] numbers = new double[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = number(spec, i % width);
        }
        return packed(spec.datatype(), numbers);
    }

    private static Values packed(Datatype datatype, double[] numbers) {
        if (datatype == Datatype.FP64) {
            return new Values.Doubles(numbers);
        }
        float[] floats = new float[numbers.length];
        long[] wholes = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            floats[i] = (float) datatype.rounded(numbers[i]);
            wholes[i] = (long) Math.floor(numbers[i]);
        }
        return datatype.isReal() ? new Values.Floats(floats) : new Values.Wholes(wholes);
    }

    private String text(Optional<Column> column) {
        var allowed = column.map(Column::values).orElse(List.of());
        return allowed.isEmpty()
                ? String.valueOf((char) ('a' + random.nextInt(3)))
                : allowed.get(random.nextInt(allowed.size()));
    }

    private double number(TensorSpec spec, int index) {
        var column = column(spec, index);
        var allowed = column.map(DrawnRows::numbers).orElse(List.of());
        if (!allowed.isEmpty()) {
            return allowed.get(random.nextInt(allowed.size()));
        }
        if (spec.datatype() == Datatype.BOOL) {
            return random.nextInt(2);
        }
        var range = range(spec, index, column);
        if (range.isPresent()) {
            return between(range.get().least(), range.get().greatest());
        }
        var least = column.flatMap(Column::min);
        var greatest = column.flatMap(Column::max);
        if (least.isPresent() && greatest.isPresent()) {
            return between(least.get(), greatest.get());
        }
        double free = spec.datatype().isReal() ? random.nextGaussian() : random.nextInt(2);
        return least.map(l -> l + Math.abs(free))
                .or(() -> greatest.map(g -> g - Math.abs(free)))
                .orElse(free);
    }

    private double between(double least, double greatest) {
        return least + random.nextDouble() * (greatest - least);
    }

    /// By the tensor's own name and place, else by the column's name: features may have renamed the tensor.
    private Optional<OfflineEvidence.Range> range(
            TensorSpec spec, int index, Optional<Column> column) {
        return ranges.stream()
                .filter(r -> r.tensor().equals(spec.name()) && r.index() == index)
                .findFirst()
                .or(() ->
                        ranges.stream()
                                .filter(r ->
                                        column.map(c -> c.name().equals(r.column())).orElse(false))
                                .findFirst());
    }

    private static Optional<Column> column(TensorSpec spec, int index) {
        return spec.columns().isEmpty() ? Optional.empty() : Optional.of(spec.columns().get(index));
    }

    private static List<Double> numbers(Column column) {
        var numbers = new ArrayList<Double>();
        for (var text : column.values()) {
            try {
                numbers.add(Double.parseDouble(text));
            } catch (NumberFormatException _) {
                // `true` and `false` are drawn as any BOOL
            }
        }
        return numbers;
    }
}
