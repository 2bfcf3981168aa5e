package lastgood.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.wire.file.Submission;
import lastgood.wire.request.LabelsRequest;
import lastgood.wire.request.ReasonRequest;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.request.RolloutRequest;
import lastgood.wire.request.SubmissionRequest;
import lastgood.wire.view.BlobView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @Test
    void whatIsLeftOutOfARequestIsAbsentAndNotNull() {
        assertThat(read("{}", RollbackRequest.class))
                .isEqualTo(
                        Outcome.done(
                                new RollbackRequest(
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        false,
                                        Optional.empty())));
        assertThat(read("{\"reason\":null}", ReasonRequest.class))
                .isEqualTo(Outcome.done(new ReasonRequest(Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                  | line 1, column 2: release: expected a text",
                "{\"release\":null}                  | line 1, column 16: release: expected a text",
                "{\"release\":3}                     | line 1, column 12: release: expected a text",
                "{\"release\":true}                  | line 1, column 12: release: expected a text",
                "{\"release\":[\"r1\"]}              | line 1, column 12: release: expected a text",
                "{\"release\":\"r1\",\"relase\":1}   | relase: unknown property; did you mean 'release'?",
                "{\"release\":\"r1\"} {}             | line 1, column 18: expected an object",
                "{\"release\":\"r1\",\"release\":1}  | line 1, column 26: a property is written twice",
                "{\"release\":                       | line 1, column 12: it is not JSON here",
                "[]                                  | line 1, column 1: expected an object",
                "nonsense                            | line 1, column 1: it is not JSON here",
            })
    void aRequestThatIsNotWhatIsAskedForIsRefused(String json, String hint) {
        var problem = refused(read(json, RolloutRequest.class));

        assertThat(problem.code()).isEqualTo(Code.WRONG_USAGE);
        assertThat(problem.why()).containsExactly(hint);
    }

    @Test
    void aNullAmongValuesIsRefused() {
        var problem =
                refused(
                        read(
                                "{\"path\":\"f\",\"text\":\"\",\"files\":{\"m.onnx\":null}}",
                                SubmissionRequest.class));

        assertThat(problem.why().getFirst()).contains("files.m.onnx: expected");
    }

    @Test
    void aDocumentThatIsNullIsRefused() {
        assertThat(refused(read("null", RolloutRequest.class)).what())
                .isEqualTo("The JSON document is null.");
    }

    @Test
    void aDocumentThatDigsTooDeepIsRefused() {
        var json = "{\"labels\":[{\"predictionId\":\"p\",\"label\":" + "[".repeat(100_000);

        assertThat(
                        refused(
                                        LabelsRequest.read(
                                                new java.io.ByteArrayInputStream(
                                                        json.getBytes(StandardCharsets.UTF_8))))
                                .why()
                                .getFirst())
                .endsWith("it is nested too deep, or a text in it is too long");
    }

    @Test
    void whatAServerOfALaterVersionAddsIsOverlooked() {
        var json = "{\"digest\":\"sha256:1\",\"size\":3,\"colour\":\"red\"}";

        assertThat(Json.readAnswer(json.getBytes(StandardCharsets.UTF_8), BlobView.class))
                .isEqualTo(new BlobView("sha256:1", 3));
        assertThat(
                        Json.readAnswers(
                                ("[" + json + "]").getBytes(StandardCharsets.UTF_8),
                                BlobView.class))
                .containsExactly(new BlobView("sha256:1", 3));
    }

    @Test
    void aSubmissionTravelsWhole() {
        var digest = "sha256:" + "ab".repeat(32);
        var json =
                "{\"path\":\"release.yaml\",\"text\":\"kind: Release\\n\",\"files\":{\"model.onnx\":\""
                        + digest
                        + "\"}}";

        var request =
                SubmissionRequest.of(
                        "release.yaml",
                        "kind: Release\n",
                        java.util.Map.of("model.onnx", Digest.parse(digest)));

        assertThat(Json.write(request)).isEqualTo(json);
        assertThat(
                        read(json, SubmissionRequest.class)
                                .then(r -> r.submission(new Actor("cli:alice"))))
                .isEqualTo(
                        Outcome.done(
                                new Submission(
                                        "release.yaml",
                                        "kind: Release\n",
                                        new java.util.TreeMap<>(
                                                java.util.Map.of(
                                                        "model.onnx", Digest.parse(digest))),
                                        new Actor("cli:alice"))));
    }

    @Test
    void aSubmissionWithAFileWithoutADigestIsRefused() {
        var json = "{\"path\":\"r\",\"text\":\"\",\"files\":{\"model.onnx\":\"md5:1\"}}";

        var problem =
                refused(
                        read(json, SubmissionRequest.class)
                                .then(request -> request.submission(new Actor("cli:alice"))));

        assertThat(problem.why())
                .isEqualTo(
                        List.of("files.model.onnx: a digest starts with 'sha256:', got 'md5:1'"));
    }

    private static <T> Outcome<T> read(String json, Class<T> type) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type, Code.WRONG_USAGE);
    }

    private static Problem refused(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).problem();
    }
}
