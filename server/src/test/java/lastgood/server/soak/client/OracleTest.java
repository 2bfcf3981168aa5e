package lastgood.server.soak.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OracleTest {
    private final Path tumour = Home.find().example("tumour");
    private final List<Row> rows = Row.read(tumour.resolve("heldout.ndjson"));
    private final Oracle oracle =
            new Oracle(rows)
                    .with("r1", graphs("features-v1.onnx", "model-v1.onnx"))
                    .with("r2", graphs("features-v1.onnx", "model-v2.onnx"));

    @Test
    void itComputesTheGoldenAnswers() throws IOException {
        for (var version : List.of("1", "3")) {
            var file = tumour.resolve("golden-v" + version + ".ndjson");
            var golden = Row.read(file);
            var graphs =
                    version.equals("1")
                            ? graphs("features-v1.onnx", "model-v1.onnx")
                            : graphs("features-v2.onnx", "model-v2.onnx");
            var computed = new Oracle(golden).with("r", graphs);
            var lines = Files.readAllLines(file);
            assertThat(golden).hasSize(8);
            for (var row : golden) {
                var expected =
                        Numbers.recorded(
                                new JsonMapper().readTree(lines.get(row.index())).get("outputs"));
                assertThat(computed.agrees("r", row, expected)).as("row %d", row.index()).isTrue();
            }
        }
    }

    @Test
    void itIsAsOftenRightAsTheModelIs() {
        assertThat(right("r1")).isEqualTo(276);
        assertThat(right("r2")).isEqualTo(106);
    }

    @Test
    void onTheTellingRowsNoReleaseCanPassForTheOther() {
        assertThat(oracle.telling()).hasSizeGreaterThan(100);
        for (var row : oracle.telling()) {
            assertThat(oracle.agrees("r1", row, oracle.answer("r2", row))).isFalse();
            assertThat(oracle.agrees("r2", row, oracle.answer("r1", row))).isFalse();
        }
    }

    @Test
    void anAnswerIsHeldAgainstTheReleaseItNames() {
        var row = oracle.telling().getFirst();
        var r1 = oracle.answer("r1", row);

        assertThat(oracle.objection(row, answer(200, "r1", body(r1)))).isEmpty();
        assertThat(oracle.objection(row, answer(200, "r2", body(r1))))
                .hasValueSatisfying(o -> assertThat(o).contains("answered as 'r2'"));
        assertThat(oracle.objection(row, answer(200, "r9", body(r1)))).isPresent();
        assertThat(oracle.objection(row, answer(200, "", body(r1)))).isPresent();
        assertThat(oracle.objection(row, answer(503, "r1", "{\"error\":\"full\"}")))
                .hasValueSatisfying(o -> assertThat(o).contains("503").contains("full"));
        assertThat(oracle.objection(row, answer(200, "r1", "<html>")))
                .hasValueSatisfying(o -> assertThat(o).contains("none"));
        assertThat(
                        oracle.objection(
                                row,
                                answer(200, "r1", body(r1).replaceAll("\\d\\.\\d+", "\"NaN\""))))
                .isPresent();
    }

    private long right(String release) {
        return rows.stream().filter(r -> oracle.answer(release, r).label() == r.truth()).count();
    }

    private List<Path> graphs(String first, String second) {
        return List.of(tumour.resolve(first), tumour.resolve(second));
    }

    private static Answer answer(int status, String release, String body) {
        return new Answer(status, release, 1, "p", body.getBytes(StandardCharsets.UTF_8), 0, 1);
    }

    private static String body(Numbers numbers) {
        return """
        {"model_name":"t","model_version":"r","outputs":[
         {"name":"label","datatype":"INT64","shape":[1],"data":[%d]},
         {"name":"probabilities","datatype":"FP32","shape":[1,2],"data":[%s,%s]}]}
        """
                .formatted(numbers.label(), numbers.probabilities()[0], numbers.probabilities()[1]);
    }
}
