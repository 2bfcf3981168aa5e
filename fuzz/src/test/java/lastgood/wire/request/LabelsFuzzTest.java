package lastgood.wire.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.prediction.Value;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.wire.Json;

/// Labels, in one document and one a line.
class LabelsFuzzTest {

    @FuzzTest
    void labelsAreRefusedOrReadAsTheyAreWrittenAgain(byte[] body) {
        check(LabelsRequest.read(new ByteArrayInputStream(body)));
        check(LabelsRequest.readLines(new ByteArrayInputStream(body)));
    }

    private static void check(Outcome<LabelsRequest> outcome) {
        switch (outcome) {
            case Outcome.Refused<LabelsRequest>(var problem) ->
                    assertThat(problem.code()).isEqualTo(Code.INVALID_LABELS);
            case Outcome.Done<LabelsRequest>(var labels) -> {
                assertThat(labels.labels()).hasSizeLessThanOrEqualTo(LabelsRequest.MOST);
                isReadAgain(labels.labels());
            }
        }
    }

    private static void isReadAgain(List<LabelsRequest.Line> lines) {
        var labels = lines.stream().map(LabelsFuzzTest::written).toList();
        var again =
                LabelsRequest.read(new ByteArrayInputStream(Json.bytes(Map.of("labels", labels))));
        assertThat(again).isEqualTo(Outcome.done(new LabelsRequest(lines)));
    }

    private static Map<String, Object> written(LabelsRequest.Line line) {
        var written = new LinkedHashMap<String, Object>();
        written.put("predictionId", line.predictionId());
        line.row().ifPresent(row -> written.put("row", row));
        written.put("label", line.value().map(LabelsFuzzTest::written).orElse(List.of()));
        return written;
    }

    private static Object written(Value value) {
        return switch (value) {
            case Value.Whole(var number) -> number;
            case Value.Real(var number) -> number;
            case Value.Text(var text) -> text;
            case Value.LongText(var hash) -> hash;
        };
    }
}
