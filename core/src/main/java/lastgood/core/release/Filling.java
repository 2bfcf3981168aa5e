package lastgood.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Which inputs of a release's graphs are filled from looked-up columns, and what is left for callers to send: one tensor
/// with all columns side by side, or one tensor a column where the graphs have inputs of all these names.
///
/// @param filled FP32 tensors, in the order of the columns or a single one
/// @param callers what callers send: the key, and whatever else the graphs take
public record Filling(Lookup lookup, List<TensorSpec> filled, List<TensorSpec> callers) {
    public Filling {
        filled = List.copyOf(filled);
        callers = List.copyOf(callers);
    }

    /// By what the graphs take alone.
    public static Outcome<Filling> inferred(Lookup lookup, List<TensorSpec> taken) {
        var others = taken.stream().filter(t -> !t.name().equals(lookup.key())).toList();
        return chosen(lookup, others)
                .then(filled -> {
                    var callers = new ArrayList<TensorSpec>();
                    callers.add(key(lookup, taken));
                    others.stream().filter(t -> !filled.contains(t)).forEach(callers::add);
                    return Outcome.done(new Filling(lookup, filled, callers));
                });
    }

    /// By a schema that says what callers send: everything else is filled.
    public static Outcome<Filling> declared(Lookup lookup, List<TensorSpec> taken, Schema schema) {
        var key = schema.input(lookup.key());
        if (key.filter(k -> fitsKey(lookup, k)).isEmpty()) {
            return refused(
                    "callers send the key '%s' as %s [-1] or [-1, 1], the schema says %s"
                            .formatted(
                                    lookup.key(),
                                    lookup.keyType(),
                                    key.map(TensorSpec::toString).orElse("nothing of it")));
        }
        var open = taken.stream().filter(t -> schema.input(t.name()).isEmpty()).toList();
        return chosen(lookup, open)
                .then(filled ->
                        filled.size() == open.size()
                                ? Outcome.done(new Filling(lookup, filled, schema.inputs()))
                                : refused(
                                        "neither callers nor the table give "
                                                + open.stream()
                                                        .filter(t -> !filled.contains(t))
                                                        .toList()));
    }

    /// A schema of callers as the graphs behind the look-up see it.
    public Schema behind(Schema schema, List<TensorSpec> taken) {
        boolean keyTaken = taken.stream().anyMatch(t -> t.name().equals(lookup.key()));
        var inputs =
                Stream.concat(
                                schema.inputs().stream()
                                        .filter(t -> keyTaken || !t.name().equals(lookup.key())),
                                filled.stream())
                        .toList();
        return new Schema(inputs, schema.outputs());
    }

    /// Whether each column is a tensor of its own.
    public boolean isByColumn() {
        return filled.size() > 1 || filled.getFirst().name().equals(lookup.columns().getFirst());
    }

    private static Outcome<List<TensorSpec>> chosen(Lookup lookup, List<TensorSpec> open) {
        var byColumn = byColumn(lookup, open);
        if (byColumn.isPresent()) {
            return Outcome.done(byColumn.get());
        }
        int width = lookup.columns().size();
        var whole = open.stream().filter(t -> fits(t, width)).toList();
        if (whole.size() == 1) {
            return Outcome.done(whole);
        }
        return refused(
                "the columns %s become one input FP32 [-1, %d] or one FP32 input each of that name; %s"
                        .formatted(
                                lookup.columns(),
                                width,
                                whole.isEmpty()
                                        ? "open is " + open
                                        : whole
                                                + " would all do: name in a schema those that callers send"));
    }

    private static Optional<List<TensorSpec>> byColumn(Lookup lookup, List<TensorSpec> open) {
        var found = new ArrayList<TensorSpec>();
        for (var column : lookup.columns()) {
            open.stream()
                    .filter(t -> t.name().equals(column) && isColumn(t))
                    .findFirst()
                    .ifPresent(found::add);
        }
        return found.size() == lookup.columns().size() ? Optional.of(found) : Optional.empty();
    }

    private static TensorSpec key(Lookup lookup, List<TensorSpec> taken) {
        return taken.stream()
                .filter(t -> t.name().equals(lookup.key()) && fitsKey(lookup, t))
                .findFirst()
                .orElse(new TensorSpec(lookup.key(), lookup.keyType(), List.of(-1L), List.of()));
    }

    private static boolean fitsKey(Lookup lookup, TensorSpec key) {
        return key.datatype() == lookup.keyType() && isOneEach(key.shape());
    }

    private static boolean isColumn(TensorSpec tensor) {
        return tensor.datatype() == Datatype.FP32
                && (tensor.shape().isEmpty() || isOneEach(tensor.shape()));
    }

    /// One value a row, of as many rows as one likes.
    private static boolean isOneEach(List<Long> shape) {
        return shape.equals(List.of(-1L)) || shape.equals(List.of(-1L, 1L));
    }

    private static boolean fits(TensorSpec tensor, int width) {
        var shape = tensor.shape();
        return tensor.datatype() == Datatype.FP32
                && (shape.isEmpty()
                        || (shape.size() == 2
                                && shape.getFirst() == -1
                                && (shape.getLast() == -1 || shape.getLast() == width)));
    }

    private static <T> Outcome<T> refused(String why) {
        return Outcome.refused(
                Problem.of(
                                Code.INVALID_RELEASE,
                                "The looked-up columns do not fit what the graphs take.")
                        .because(why));
    }
}
