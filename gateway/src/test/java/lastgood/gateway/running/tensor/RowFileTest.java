package lastgood.gateway.running.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowFileTest {
    private static final Schema SCHEMA =
            new Schema(
                    List.of(new TensorSpec("X", Datatype.FP32, List.of(-1L, 2L), List.of())),
                    List.of(new TensorSpec("label", Datatype.INT64, List.of(-1L), List.of())));

    @Test
    void everythingARowCanSayIsRead() {
        var rows =
                done(
                        """
                        {"inputs":{"X":[1,2]},"outputs":{"label":[1]},"label":1}
                        {"inputs":{"X":[[1,2],[3,4]]},"label":1.5}

                        {"label":"yes","inputs":{"X":[NaN,null]}}
                        {"inputs":{"X":[1,2]},"label":null}\
                        """);

        assertThat(rows).extracting(Row::line).containsExactly(1, 2, 4, 5);
        assertThat(rows.stream().map(row -> tensor(row).shape()))
                .containsExactly(
                        List.of(1L, 2L), List.of(2L, 2L), List.of(1L, 2L), List.of(1L, 2L));
        assertThat(rows.getFirst().outputs()).containsOnlyKeys("label");
        assertThat(rows.stream().map(Row::label))
                .containsExactly(
                        Optional.of(new Value.Whole(1)),
                        Optional.of(new Value.Real(1.5)),
                        Optional.of(new Value.Text("yes")),
                        Optional.empty());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("7", "it is no JSON object"),
                Arguments.of("{\"inputs\"", "it is not JSON"),
                Arguments.of("{} {}", "something follows the document"),
                Arguments.of("{}", "input 'X' is missing"),
                Arguments.of("{\"input\":{}}", "unknown key 'input' (did you mean 'inputs'?)"),
                Arguments.of("{\"inputs\":[]}", "'inputs' is no object"),
                Arguments.of(
                        "{\"inputs\":{\"x\":[1,2]}}", "there is no input 'x' (did you mean 'X'?)"),
                Arguments.of(
                        "{\"inputs\":{\"X\":[1]}}",
                        "input 'X': 1 values do not make the shape [-1, 2]"),
                Arguments.of(
                        "{\"inputs\":{\"X\":[]}}",
                        "input 'X': 0 values do not make the shape [-1, 2]"),
                Arguments.of(
                        "{\"inputs\":{\"X\":[[1,2,3]]}}",
                        "input 'X': 3 values do not make the shape [-1, 2]"),
                Arguments.of(
                        "{\"inputs\":{\"X\":[1,\"2\"]}}",
                        "input 'X': FP32 takes numbers, got a string"),
                Arguments.of(
                        "{\"inputs\":{\"X\":[1,2]},\"outputs\":{\"lable\":[1]}}",
                        "there is no output 'lable' (did you mean 'label'?)"),
                Arguments.of(
                        "{\"inputs\":{\"X\":[1,2]},\"outputs\":{\"label\":[1.5]}}",
                        "output 'label': INT64 takes whole numbers"),
                Arguments.of(
                        "{\"inputs\":{\"X\":[1,2]},\"label\":[1]}",
                        "'label' is no number and no string"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeNamesItsLine(String line, String complaint) {
        var problem = refused("{\"inputs\":{\"X\":[1,2]}}\n" + line + "\n");

        assertThat(problem.code()).isEqualTo(Code.INVALID_FILE);
        assertThat(problem.what()).startsWith("rows.ndjson line 2: " + complaint);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(List.of(-1L, 3L), "[1,2,3]", List.of(1L, 3L)),
                Arguments.of(List.of(-1L, 3L), "[1,2,3,4,5,6]", List.of(2L, 3L)),
                Arguments.of(List.of(-1L), "[1,2,3]", List.of(3L)),
                Arguments.of(List.of(-1L, -1L), "[1,2,3]", List.of(1L, 3L)),
                Arguments.of(List.of(-1L, -1L, 2L), "[1,2,3,4]", List.of(1L, 2L, 2L)),
                Arguments.of(List.of(-1L, 2L, 2L), "[[1,2],[3,4]]", List.of(1L, 2L, 2L)),
                Arguments.of(List.of(-1L, 2L, 2L), "[[[1,2],[3,4]]]", List.of(1L, 2L, 2L)),
                Arguments.of(List.of(2L, 2L), "[1,2,3,4]", List.of(2L, 2L)),
                Arguments.of(List.of(), "[1]", List.of()));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aShapeIsWhatItsValuesMake(List<Long> spec, String data, List<Long> shape) {
        var schema =
                new Schema(
                        List.of(new TensorSpec("X", Datatype.FP32, spec, List.of())),
                        SCHEMA.outputs());
        var file = "{\"inputs\":{\"X\":" + data + "}}";

        var rows = RowFile.read("rows.ndjson", bytes(file), schema);

        assertThat(rows)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done ->
                                assertThat(
                                                tensor((Row) ((List<?>) done.value()).getFirst())
                                                        .shape())
                                        .isEqualTo(shape));
    }

    @Test
    void whatIsWrittenCanBeReadBack() {
        for (var line :
                List.of(
                        "{\"inputs\":{\"X\":[[1.0,NaN],[Infinity,1.0E-5]]},\"outputs\":{\"label\":[1,2]},\"label\":\"ü\"}")) {
            var row = done(line).getFirst();
            var outputs =
                    new Tensor(
                            "label",
                            Datatype.INT64,
                            List.of(2L),
                            row.outputs().getOrDefault("label", new Values.Wholes(new long[0])));

            var written = TensorJson.row(row.inputs().values(), List.of(outputs), row.label());

            assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(line);
        }
    }

    private static Tensor tensor(Row row) {
        return row.inputs().values().iterator().next();
    }

    private static List<Row> done(String file) {
        return switch (RowFile.read("rows.ndjson", bytes(file), SCHEMA)) {
            case Outcome.Done<List<Row>>(var rows) -> rows;
            case Outcome.Refused<List<Row>>(var problem) -> throw new AssertionError(problem);
        };
    }

    private static Problem refused(String file) {
        return switch (RowFile.read("rows.ndjson", bytes(file), SCHEMA)) {
            case Outcome.Done<List<Row>>(var rows) -> throw new AssertionError(rows);
            case Outcome.Refused<List<Row>>(var problem) -> problem;
        };
    }

    private static byte[] bytes(String file) {
        return file.getBytes(StandardCharsets.UTF_8);
    }
}
