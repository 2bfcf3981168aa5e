package lastgood.wire.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.wire.request.LabelsRequest.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsRequestTest {
    private static final String LINES =
            """
            {"predictionId":"a","label":1}
            {"predictionId":"b","row":2,"label":1.5}

            {"predictionId":"c","row":null,"label":"1"}
            {"predictionId":"d","label":123456789012345678901234567890}
            {"predictionId":"e","label":true}
            {"predictionId":"f","label":{"x":1}}
            {"predictionId":"g","label":1e400}
            """;
    private static final List<Line> READ =
            List.of(
                    new Line("a", Optional.empty(), Optional.of(new Value.Whole(1))),
                    new Line("b", Optional.of(2), Optional.of(new Value.Real(1.5))),
                    new Line("c", Optional.empty(), Optional.of(new Value.Text("1"))),
                    new Line(
                            "d",
                            Optional.empty(),
                            Optional.of(new Value.Real(1.2345678901234568e29))),
                    new Line("e", Optional.empty(), Optional.empty()),
                    new Line("f", Optional.empty(), Optional.empty()),
                    new Line("g", Optional.empty(), Optional.empty()));

    @Test
    void labelsComeInOneDocument() {
        var json =
                "{\"labels\":["
                        + String.join(",", LINES.lines().filter(l -> !l.isEmpty()).toList())
                        + "]}";

        assertThat(LabelsRequest.read(stream(json)))
                .isEqualTo(Outcome.done(new LabelsRequest(READ)));
    }

    @Test
    void labelsComeLineByLine() {
        assertThat(LabelsRequest.readLines(stream(LINES)))
                .isEqualTo(Outcome.done(new LabelsRequest(READ)));
        assertThat(LabelsRequest.readLines(stream("")))
                .isEqualTo(Outcome.done(new LabelsRequest(List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"predictionId\":\"a\",\"label\":1}\n{\"predictionId\":\"b\"",
                "{\"predictionId\":\"a\"}",
                "{\"label\":1}",
                "{\"predictionId\":7,\"label\":1}",
                "{\"predictionId\":\"a\",\"label\":1,\"lable\":2}",
                "{\"predictionId\":\"a\",\"label\":1,\"row\":\"0\"}",
                "{\"predictionId\":\"a\",\"label\":1,\"row\":0.5}",
                "[1]",
                "nonsense"
            })
    void ofADocumentWithOneBadLineNothingIsTaken(String lines) {
        assertThat(refused(LabelsRequest.readLines(stream(lines))).code())
                .isEqualTo(Code.INVALID_LABELS);
        assertThat(refused(LabelsRequest.read(stream("{\"labels\":[" + lines + "]}"))).code())
                .isEqualTo(Code.INVALID_LABELS);
    }

    @Test
    void moreThanTenThousandAreTooMany() {
        var line = "{\"predictionId\":\"a\",\"label\":1}";
        var most = (line + "\n").repeat(LabelsRequest.MOST);

        assertThat(LabelsRequest.readLines(stream(most))).isInstanceOf(Outcome.Done.class);
        assertThat(refused(LabelsRequest.readLines(stream(most + line))).why())
                .containsExactly("at most 10000 labels are taken at once");
        assertThat(
                        refused(
                                        LabelsRequest.read(
                                                stream(
                                                        "{\"labels\":["
                                                                + (line + ",")
                                                                        .repeat(LabelsRequest.MOST)
                                                                + line
                                                                + "]}")))
                                .why())
                .containsExactly("at most 10000 labels are taken at once");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refused(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).problem();
    }
}
