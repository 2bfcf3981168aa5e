package lastgood.core.release.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaFitTest {

    /// How a tensor changes, and the rules that this breaks as an input and as an output.
    static Stream<Arguments> tensors() {
        return Stream.of(
                arguments("nothing changes", x(-1, 2), x(-1, 2), "", ""),
                arguments("a size is fixed", x(-1, 2), x(1, 2), "shape", ""),
                arguments("a size is freed", x(1, 2), x(-1, 2), "", "shape"),
                arguments("another size", x(-1, 2), x(-1, 3), "shape", "shape"),
                arguments("one dimension more", x(-1, 2), x(-1, 2, 2), "shape", "shape"),
                arguments("a shape that was unknown", x(), x(-1, 2), "shape", ""),
                arguments("a shape that is unknown", x(-1, 2), x(), "shape", "shape"),
                arguments("more columns", x(Cell.ANY), x(a(), b()), "shape", "shape"),
                arguments(
                        "turned columns",
                        x(a(), b()),
                        x(b(), a()),
                        "column column",
                        "column column"),
                arguments(
                        "another datatype",
                        x(Datatype.FP32, Cell.unit("mm")),
                        x(Datatype.BYTES, Cell.values("x")),
                        "datatype unit",
                        "datatype unit"));
    }

    /// The same for its only column, a number.
    static Stream<Arguments> columns() {
        return Stream.of(
                arguments("another unit", Cell.unit("mm"), Cell.unit("cm"), "unit", "unit"),
                arguments("a new unit", Cell.ANY, Cell.unit("cm"), "unit", "unit"),
                arguments("no unit", Cell.unit("mm"), Cell.ANY, "unit", "unit"),
                arguments("a least value", Cell.ANY, Cell.min(0), "range", ""),
                arguments("a greatest value", Cell.ANY, Cell.max(9), "range", ""),
                arguments("a lower least", Cell.min(1), Cell.min(0), "", "range"),
                arguments("a higher greatest", Cell.max(8), Cell.max(9), "", "range"),
                arguments("a range within", Cell.range(0, 9), Cell.range(1, 8), "range", ""),
                arguments("a range beside", Cell.range(0, 5), Cell.range(3, 9), "range", "range"),
                arguments("a value less", Cell.values("1", "2"), Cell.values("1"), "values", ""),
                arguments("only some values", Cell.ANY, Cell.values("1"), "values", ""),
                arguments(
                        "the same as 1.0", Cell.values("1", "-0"), Cell.values("0", "1.0"), "", ""),
                arguments("what is no number", Cell.values("1", "one"), Cell.values("1"), "", ""),
                arguments("values to range", Cell.values("1", "2"), Cell.range(1, 2), "", "values"),
                arguments("less range", Cell.values("1", "3"), Cell.range(1, 2), "range", "values"),
                arguments("more range", Cell.values("0"), Cell.range(1, 2), "range", "values"),
                arguments("a value, always", Cell.ANY, Cell.present(), "nullable", ""),
                arguments(
                        "everything",
                        Cell.ANY,
                        Cell.named("a").least(0).greatest(9).among(List.of("1")).always().get(),
                        "range values nullable",
                        ""));
    }

    /// What is true of some datatypes only.
    static Stream<Arguments> datatypes() {
        return Stream.of(
                arguments(Datatype.BYTES, Cell.range(0, 9), Cell.range(1, 2), ""),
                arguments(Datatype.BYTES, Cell.values("a", "1"), Cell.values("a"), "values"),
                arguments(Datatype.BYTES, Cell.values("a"), Cell.values("b", "a"), ""),
                arguments(Datatype.BYTES, Cell.values("1"), Cell.values("1.0"), "values"),
                arguments(Datatype.BOOL, Cell.values("true", "0"), Cell.values("1", "false"), ""),
                arguments(Datatype.BOOL, Cell.values("true", "0"), Cell.values("1"), "values"),
                arguments(Datatype.INT64, Cell.ANY, Cell.present(), ""),
                arguments(Datatype.FP32, Cell.min(.1), Cell.min(.1f), ""),
                arguments(Datatype.FP64, Cell.min(.1), Cell.min(.1f), "range"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tensors")
    void anInputMayTakeMoreAndAnOutputMayGiveLess(
            String change, TensorSpec was, TensorSpec is, String request, String answer) {
        assertThat(rules(breaks(in(was), in(is)))).as(change).isEqualTo(request);
        assertThat(rules(breaks(out(was), out(is)))).as(change).isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void soMayAColumnAndTheWayBackIsTheMirror(
            String change, Column was, Column is, String request, String answer) {
        anInputMayTakeMoreAndAnOutputMayGiveLess(change, x(was), x(is), request, answer);
        anInputMayTakeMoreAndAnOutputMayGiveLess(change, x(is), x(was), answer, request);
    }

    @ParameterizedTest
    @MethodSource("datatypes")
    void valuesAreComparedAsTheGatewayReadsThem(
            Datatype datatype, Column was, Column is, String request) {
        assertThat(rules(breaks(in(x(datatype, was)), in(x(datatype, is))))).isEqualTo(request);
    }

    @Test
    void aTensorWithoutColumnsAllowsEveryValueOfThem() {
        var told = Cell.named("a").least(0).always().get();

        anInputMayTakeMoreAndAnOutputMayGiveLess(
                "told at last", x(-1, 1), x(told), "range nullable", "");
        anInputMayTakeMoreAndAnOutputMayGiveLess(
                "told no more", x(told), x(-1, 1), "", "range nullable");
        anInputMayTakeMoreAndAnOutputMayGiveLess(
                "a unit told at last", x(-1, 1), x(Cell.unit("mm")), "", "");
    }

    @Test
    void everyInputIsNeededAndNoOtherIsTaken() {
        var x = x(-1, 2);
        var y = named("y", -1, 2);

        assertThat(rules(breaks(in(x), in(x, y)))).isEqualTo("new-input");
        assertThat(rules(breaks(in(x, y), in(x)))).isEqualTo("dropped-input");
        assertThat(breaks(in(x, y), in(y, x))).as("they are told apart by name").isEmpty();
    }

    @Test
    void anOutputMoreBreaksNothing() {
        var x = x(-1, 2);
        var y = named("y", -1, 2);

        assertThat(breaks(out(x), out(y, x))).isEmpty();
        assertThat(rules(breaks(out(x, y), out(x)))).isEqualTo("dropped-output");
    }

    @Test
    void inputsThatComeToCountRowsMustHaveAsManyAsTheOthers() {
        var rows = named("y", -1, 2);
        var two = named("y", 2, 2);

        assertThat(rules(breaks(in(x(-1, 1), two), in(x(-1, 1), rows)))).isEqualTo("rows");
        assertThat(rules(breaks(in(x(2, 1), rows), in(x(-1, 1), rows)))).isEqualTo("rows");
        assertThat(breaks(in(x(2, 1), two), in(x(-1, 1), rows))).as("two and two").isEmpty();
        assertThat(breaks(in(x(), two), in(x(), rows))).as("one alone").isEmpty();
        assertThat(rules(breaks(in(x(), two), in(x(-1), rows)))).isEqualTo("shape rows");
        assertThat(breaks(out(x(-1, 1), two), out(x(-1, 1), two))).isEmpty();
    }

    @Test
    void breaksAreToldInTheOrderOfWhatCallersKnow() {
        var from =
                new Schema(
                        List.of(named("b", -1, 2), named("a", -1, 2)),
                        List.of(named("q", -1), named("p", -1)));
        var to = new Schema(List.of(named("c", 1), named("a", 1)), List.of(named("p", 1, 1)));

        assertThat(SchemaFit.breaks(from, to).stream().map(Break::sentence))
                .containsExactly(
                        "input b is unknown there and refused (FP64 [-1, 2] → none)",
                        "input a no longer takes every shape it took ([-1, 2] → [1])",
                        "input c must be sent as well (none → FP64 [1])",
                        "output q is no longer answered (FP64 [-1] → none)",
                        "output p may come in another shape ([-1] → [1, 1])");
    }

    @Test
    void aSentenceNamesTheColumnAndWhatBecameOfIt() {
        assertThat(sentences(in(x(Cell.range(0, 9))), in(x(Cell.min(1)))))
                .containsExactly(
                        "input x a has a range that leaves out valid values (0.0 to 9.0 → at least 1.0)");
        assertThat(sentences(out(x(Cell.max(9))), out(x(Cell.ANY))))
                .containsExactly("output x a may be outside its range (at most 9.0 → any)");
        assertThat(sentences(in(x(Cell.values("1"))), in(x(Cell.values("2")))))
                .containsExactly("input x a no longer allows every value it allowed ([1] → [2])");
        assertThat(sentences(out(x(Cell.values("1"))), out(x(Cell.ANY))))
                .containsExactly("output x a may hold a value it could not ([1] → any)");
        assertThat(sentences(in(x(Cell.ANY)), in(x(Cell.present()))))
                .containsExactly("input x a must now have a value (nullable → not nullable)");
        assertThat(sentences(out(x(Cell.unit("mm"))), out(x(Cell.ANY))))
                .containsExactly("output x a has another unit (mm → none)");
        assertThat(sentences(in(x(-1), named("y", 2)), in(x(-1), named("y", -1))))
                .containsExactly("input y must have as many rows as the other inputs (2 → as x)");
    }

    @Test
    void everyRuleHasANameAndASideHasOne() {
        assertThat(Rule.NEW_INPUT.text()).isEqualTo("new-input");
        assertThat(Arrays.stream(Rule.values()).map(Rule::text)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Side.values()).map(Side::text))
                .containsExactly("request", "answer");
    }

    private static List<Break> breaks(Schema from, Schema to) {
        return SchemaFit.breaks(from, to);
    }

    private static List<String> sentences(Schema from, Schema to) {
        return breaks(from, to).stream().map(Break::sentence).toList();
    }

    private static String rules(List<Break> breaks) {
        return breaks.stream().map(b -> b.rule().text()).collect(Collectors.joining(" "));
    }

    private static Schema in(TensorSpec... tensors) {
        return new Schema(List.of(tensors), List.of());
    }

    private static Schema out(TensorSpec... tensors) {
        return new Schema(List.of(), List.of(tensors));
    }

    private static TensorSpec x(long... shape) {
        return named("x", shape);
    }

    private static TensorSpec named(String name, long... shape) {
        var dimensions = Arrays.stream(shape).boxed().toList();
        return new TensorSpec(name, Datatype.FP64, dimensions, List.of());
    }

    private static TensorSpec x(Column first, Column... more) {
        return x(
                Datatype.FP64,
                Stream.concat(Stream.of(first), Stream.of(more)).toArray(Column[]::new));
    }

    private static TensorSpec x(Datatype datatype, Column... columns) {
        return new TensorSpec("x", datatype, List.of(-1L, (long) columns.length), List.of(columns));
    }

    private static Column a() {
        return Cell.named("a").get();
    }

    private static Column b() {
        return Cell.named("b").get();
    }
}
