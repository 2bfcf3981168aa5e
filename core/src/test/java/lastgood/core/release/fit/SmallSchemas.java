package lastgood.core.release.fit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.TensorSpec;

/// Schemas so small that every request there is can be tried: two tensors at most, of one column, one value repeated.
final class SmallSchemas {
    private static final List<Long> ROWS = List.of(1L, 2L, 3L);
    private static final List<String> NUMBERS = List.of("-2", "-1", "0", "1", "2", "3", "NaN");
    private static final List<String> TEXTS = List.of("a", "b", "c");

    private final Random random;

    SmallSchemas(long seed) {
        random = new Random(seed);
    }

    /// @param value in every place
    record Sent(Datatype datatype, List<Long> shape, String value) {}

    List<TensorSpec> tensors() {
        return Stream.of("x", "y")
                .filter(name -> name.equals("x") || random.nextBoolean())
                .map(this::tensor)
                .toList();
    }

    /// The same with a thing or two changed.
    List<TensorSpec> like(List<TensorSpec> tensors) {
        var other = new ArrayList<>(tensors);
        int i = random.nextInt(other.size());
        switch (random.nextInt(5)) {
            case 0 -> other.remove(i);
            case 1 -> other.set(i, tensor(other.get(i).name()));
            default ->
                    other.replaceAll(
                            t -> random.nextBoolean() || t.columns().isEmpty() ? t : recolumned(t));
        }
        return other;
    }

    /// Every one that can be sent in these tensors.
    static List<Map<String, Sent>> all(List<TensorSpec> tensors) {
        List<Map<String, Sent>> all = List.of(Map.of());
        for (var tensor : tensors) {
            all =
                    all.stream()
                            .flatMap(
                                    sent -> each(tensor).map(one -> with(sent, tensor.name(), one)))
                            .toList();
        }
        return all;
    }

    /// As `InputCheck` and `ColumnCheck` of the gateway hold a request against a schema, told once more and plainly.
    static boolean isValid(List<TensorSpec> tensors, Map<String, Sent> sent) {
        var names = tensors.stream().map(TensorSpec::name).toList();
        if (!sent.keySet().equals(Set.copyOf(names))) {
            return false;
        }
        long counts =
                tensors.stream()
                        .filter(t -> t.shape().getFirst() == -1)
                        .map(t -> sent.get(t.name()))
                        .map(one -> one == null ? 0L : one.shape().getFirst())
                        .distinct()
                        .count();
        return counts < 2
                && tensors.stream()
                        .allMatch(t -> isValid(t, Optional.ofNullable(sent.get(t.name()))));
    }

    private static boolean isValid(TensorSpec spec, Optional<Sent> sent) {
        return sent.filter(s -> s.datatype() == spec.datatype())
                .filter(s -> spec.fits(s.shape()))
                .filter(s -> spec.columns().stream().allMatch(c -> isValid(c, s)))
                .isPresent();
    }

    private static boolean isValid(Column column, Sent sent) {
        boolean listed = column.values().isEmpty() || column.values().contains(sent.value());
        if (sent.datatype() == Datatype.BYTES) {
            return listed;
        }
        double value = Double.parseDouble(sent.value());
        return Double.isNaN(value)
                ? column.nullable()
                : listed
                        && column.min().orElse(value) <= value
                        && value <= column.max().orElse(value);
    }

    private static Stream<Sent> each(TensorSpec spec) {
        var values =
                switch (spec.datatype()) {
                    case BYTES -> TEXTS;
                    case INT64 -> NUMBERS.subList(0, NUMBERS.size() - 1);
                    default -> NUMBERS;
                };
        return ROWS.stream()
                .flatMap(rows ->
                        values.stream().map(v -> new Sent(spec.datatype(), List.of(rows, 1L), v)));
    }

    private static Map<String, Sent> with(Map<String, Sent> sent, String name, Sent one) {
        var more = new HashMap<>(sent);
        more.put(name, one);
        return Map.copyOf(more);
    }

    private TensorSpec tensor(String name) {
        var datatype = one(List.of(Datatype.FP32, Datatype.FP32, Datatype.INT64, Datatype.BYTES));
        var shape = List.of(one(List.of(-1L, -1L, 2L, 3L)), 1L);
        return random.nextInt(4) == 0
                ? new TensorSpec(name, datatype, shape, List.of())
                : recolumned(new TensorSpec(name, datatype, shape, List.of()));
    }

    /// Sometimes with another number of rows too.
    private TensorSpec recolumned(TensorSpec spec) {
        var shape = random.nextInt(3) == 0 ? List.of(one(List.of(-1L, 2L)), 1L) : spec.shape();
        return new TensorSpec(
                spec.name(), spec.datatype(), shape, List.of(column(spec.datatype())));
    }

    private Column column(Datatype datatype) {
        var cell = Cell.named("a");
        if (random.nextInt(3) == 0) {
            cell.least(one(List.of(-1.0, 0.0)));
        }
        if (random.nextInt(3) == 0) {
            cell.greatest(one(List.of(1.0, 2.0)));
        }
        if (random.nextInt(3) == 0) {
            var pool = datatype == Datatype.BYTES ? TEXTS : List.of("-1", "0", "1", "3");
            cell.among(pool.stream().filter(_ -> random.nextBoolean()).toList());
        }
        return random.nextBoolean() ? cell.get() : cell.always().get();
    }

    private <T> T one(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
