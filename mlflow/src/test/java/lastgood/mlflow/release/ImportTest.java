package lastgood.mlflow.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.FakeMlflow;
import lastgood.mlflow.Json;
import lastgood.mlflow.ModelRef;
import lastgood.mlflow.Onnx;
import lastgood.testing.RudeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a release file says when it is made of what MLflow has.
class ImportTest {
    private static final Wish WISH = wish(Optional.empty());

    @TempDir private Path folder;
    private final FakeMlflow mlflow = new FakeMlflow();

    @AfterEach
    void close() {
        mlflow.close();
    }

    @Test
    void everythingThatIsKnownIsInTheText() throws IOException {
        var imported = FakeMlflow.must(read(WISH));

        var text = json(imported.text());
        assertThat(imported.path()).isEqualTo("models:/wine/2");
        assertThat(text.at("/metadata/service").stringValue()).isEqualTo("cellar");
        assertThat(text.at("/metadata/label").stringValue()).isEqualTo("wine-v2");
        var said = text.at("/metadata/annotations");
        assertThat(said.path("mlflow.model").stringValue()).isEqualTo("wine");
        assertThat(said.path("mlflow.version").stringValue()).isEqualTo("2");
        assertThat(said.path("mlflow.modelId").stringValue()).isEqualTo("m-1");
        assertThat(said.path("mlflow.runId").stringValue()).isEqualTo("run-1");
        assertThat(said.path("mlflow.requires.onnx").stringValue()).isEqualTo("==1.23.2");
        assertThat(said.path("mlflow.requires.numpy").stringValue()).isEqualTo(">=2");
        assertThat(said.toString()).doesNotContain("index-url", "remark");
        assertThat(text.at("/spec/evidence/metrics").toString()).isEqualTo("{\"accuracy\":0.9}");
        assertThat(text.at("/spec/schema/path").stringValue()).isEqualTo("mlflow/schema.yaml");
        assertThat(Files.readString(imported.files().get("mlflow/golden.ndjson")))
                .isEqualTo("{\"inputs\":{\"X\":[[1.5,2.5]]}}\n{\"inputs\":{\"X\":[[3.5,null]]}}\n");
        assertThat(json(Files.readString(imported.files().get("mlflow/schema.yaml"))).toString())
                .isEqualTo(
                        "{\"inputs\":[{\"name\":\"X\",\"datatype\":\"FP32\",\"shape\":[-1,2]}],\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[-1,1]}]}");
        assertThat(imported.notes()).isEmpty();
    }

    @Test
    void tensorsBesideTheModelArePutIntoItAndNothingElseChanges() throws IOException {
        mlflow.server.on(
                "GET " + FakeMlflow.FOLDER + "/model.onnx",
                RudeServer.bytes(Onnx.withTensorsIn("w.data", "2", "4")));
        mlflow.file("w.data", "12345678");

        var file = FakeMlflow.must(read(WISH)).files().get("mlflow/model.onnx");

        var graph = UnknownFieldSet.parseFrom(Files.readAllBytes(file)).getField(7);
        var tensor =
                UnknownFieldSet.parseFrom(
                        UnknownFieldSet.parseFrom(graph.getLengthDelimitedList().getFirst())
                                .getField(5)
                                .getLengthDelimitedList()
                                .getFirst());
        assertThat(tensor.getField(9).getLengthDelimitedList().getFirst().toStringUtf8())
                .isEqualTo("3456");
        assertThat(tensor.hasField(13)).isFalse();
        assertThat(tensor.hasField(14)).isFalse();
        assertThat(tensor.getField(8).getLengthDelimitedList().getFirst().toStringUtf8())
                .isEqualTo("W");
    }

    @Test
    void aModelWithAllInsideStaysAsItIsByteForByte() throws IOException {
        var file = FakeMlflow.must(read(WISH)).files().get("mlflow/model.onnx");

        assertThat(file).hasBinaryContent(Onnx.takesTwoColumns());
    }

    @Test
    void aSignatureThatDoesNotDescribeTheFileIsRefused() {
        mlflow.file(
                "MLmodel",
                "flavors: {onnx: {data: model.onnx}}\nsignature: {inputs: '[{\"type\":\"double\",\"name\":\"a\"},{\"type\":\"double\",\"name\":\"b\"},{\"type\":\"double\",\"name\":\"c\"}]'}\n");

        var problem = refused(read(WISH));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.why().toString()).contains("3 columns", "X FP32 [-1, 2]");
    }

    @Test
    void namesOfColumnsStandInTheSchema() throws IOException {
        mlflow.file(
                "MLmodel",
                "flavors: {onnx: {data: model.onnx}}\nsignature: {inputs: '[{\"type\":\"double\",\"name\":\"a/b\"},{\"type\":\"long\",\"name\":\"c\"}]'}\n");

        var schema = FakeMlflow.must(read(WISH)).files().get("mlflow/schema.yaml");

        assertThat(json(Files.readString(schema)).at("/inputs/0/columns").toString())
                .isEqualTo("[{\"name\":\"a/b\"},{\"name\":\"c\"}]");
    }

    @Test
    void whatIsMissingIsNotedAndTheReleaseIsMadeAllTheSame() {
        mlflow.file("MLmodel", "flavors: {onnx: {data: model.onnx}}\n");
        mlflow.server.on(
                "GET " + FakeMlflow.API + "/runs/get",
                RudeServer.says(
                        404,
                        _ -> "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"gone\"}"));

        var imported = FakeMlflow.must(read(WISH));

        assertThat(json(imported.text()).at("/spec/schema").stringValue()).isEqualTo("infer");
        assertThat(imported.notes())
                .anyMatch(note -> note.contains("no signature"))
                .anyMatch(note -> note.contains("input example"))
                .anyMatch(note -> note.contains("metrics are left out: gone"));
    }

    @Test
    void anOverlayStandsOverItKeyByKeyAndTakesAwayWhatItSaysIsNothing() {
        var overlay =
                new Wish.Overlay(
                        "over.yaml",
                        """
                        metadata: {service: attic, annotations: {team: reds}}
                        spec: {features: {ref: taste@v1}, schema: infer, config: {timeout: 200ms, values: {n: 1.50}}, evidence: {golden: }}
                        """);

        var imported = FakeMlflow.must(read(wish(Optional.of(overlay))));

        var text = json(imported.text());
        assertThat(imported.path()).isEqualTo("over.yaml over models:/wine/2");
        assertThat(text.at("/metadata/service").stringValue()).isEqualTo("attic");
        assertThat(text.at("/metadata/annotations/team").stringValue()).isEqualTo("reds");
        assertThat(text.at("/metadata/annotations").has("mlflow.model")).isTrue();
        assertThat(text.at("/spec/features/ref").stringValue()).isEqualTo("taste@v1");
        assertThat(text.at("/spec/schema").stringValue()).isEqualTo("infer");
        assertThat(imported.text()).contains("\"n\":1.50");
        assertThat(text.at("/spec/evidence").has("golden")).isFalse();
        assertThat(text.at("/spec/model/path").stringValue()).isEqualTo("mlflow/model.onnx");
    }

    @Test
    void anOverlayThatIsNoMappingIsRefused() {
        var overlay = new Wish.Overlay("over.yaml", "a: &x [1]\nb: *x\n");

        assertThat(refused(read(wish(Optional.of(overlay)))).code()).isEqualTo(Code.INVALID_FILE);
    }

    private Outcome<Imported> read(Wish wish) {
        try (var registry = mlflow.registry()) {
            return new Import(registry, folder).of(new ModelRef.OfAlias("wine", "champion"), wish);
        }
    }

    private static Wish wish(Optional<Wish.Overlay> overlay) {
        return new Wish(Optional.of("cellar"), Optional.empty(), overlay);
    }

    private static Problem refused(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).problem();
    }

    private static JsonNode json(String text) {
        return Json.MAPPER.readTree(text);
    }
}
