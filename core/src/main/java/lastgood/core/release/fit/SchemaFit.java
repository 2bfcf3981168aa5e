package lastgood.core.release.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;

/// Whether callers who know one schema get along with another.
public final class SchemaFit {
    private static final long ANY = -1;

    private SchemaFit() {}

    /// What breaks: the request first, then the answer; tensors and columns in the order of `from`, new ones last.
    ///
    /// @param from the schema that callers know
    /// @param to the one they would meet
    public static List<Break> breaks(Schema from, Schema to) {
        return Stream.concat(request(from, to), answer(from, to)).toList();
    }

    private static Stream<Break> request(Schema from, Schema to) {
        var known =
                from.inputs().stream()
                        .flatMap(was ->
                                to.input(was.name())
                                        .map(is ->
                                                both(Side.REQUEST, was, is, uneven(was, from, to)))
                                        .orElseGet(
                                                () -> only(was, Side.REQUEST, Rule.DROPPED_INPUT)));
        var added =
                to.inputs().stream()
                        .filter(is -> from.input(is.name()).isEmpty())
                        .map(is -> whole(Side.REQUEST, is, Rule.NEW_INPUT, "none", form(is)));
        return Stream.concat(known, added);
    }

    private static Stream<Break> answer(Schema from, Schema to) {
        return from.outputs().stream()
                .flatMap(was ->
                        to.output(was.name())
                                .map(is -> both(Side.ANSWER, was, is, Optional.empty()))
                                .orElseGet(() -> only(was, Side.ANSWER, Rule.DROPPED_OUTPUT)));
    }

    private static Stream<Break> both(
            Side side, TensorSpec was, TensorSpec is, Optional<TensorSpec> beside) {
        var breaks = new ArrayList<Break>();
        if (was.datatype() != is.datatype()) {
            var before = was.datatype().toString();
            breaks.add(whole(side, was, Rule.DATATYPE, before, is.datatype().toString()));
        }
        boolean fits = side == Side.REQUEST ? takes(is, was) : reads(was, is);
        if (!fits) {
            var before = was.shape().toString();
            breaks.add(whole(side, was, Rule.SHAPE, before, is.shape().toString()));
        }
        beside.ifPresent(
                first -> breaks.add(whole(side, was, Rule.ROWS, rows(was), "as " + first.name())));
        breaks.addAll(ColumnFit.breaks(side, was, is));
        return breaks.stream();
    }

    /// Whether every shape of the one is one of the other.
    private static boolean takes(TensorSpec taker, TensorSpec given) {
        var wanted = taker.shape();
        var shape = given.shape();
        if (wanted.size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (wanted.get(i) != ANY && !wanted.get(i).equals(shape.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// A schema that does not know an output's shape has none, and promised none.
    private static boolean reads(TensorSpec was, TensorSpec is) {
        return was.shape().isEmpty() || takes(was, is);
    }

    /// The first of the inputs that will count rows, where this one joins it and need not have had as many.
    private static Optional<TensorSpec> uneven(TensorSpec was, Schema from, Schema to) {
        return countsRows(was, to)
                ? from.inputs().stream()
                        .filter(input -> countsRows(input, to))
                        .findFirst()
                        .filter(first -> !rows(first).equals(rows(was)))
                : Optional.empty();
    }

    private static boolean countsRows(TensorSpec input, Schema to) {
        return to.input(input.name()).filter(is -> rows(is).equals("any")).isPresent();
    }

    private static String rows(TensorSpec tensor) {
        return tensor.shape().stream()
                .findFirst()
                .map(first -> first == ANY ? "any" : first.toString())
                .orElse("none");
    }

    private static Stream<Break> only(TensorSpec was, Side side, Rule rule) {
        return Stream.of(whole(side, was, rule, form(was), "none"));
    }

    private static Break whole(Side side, TensorSpec tensor, Rule rule, String was, String is) {
        return new Break(side, tensor.name(), Optional.empty(), rule, was, is);
    }

    private static String form(TensorSpec tensor) {
        return tensor.datatype() + " " + tensor.shape();
    }
}
