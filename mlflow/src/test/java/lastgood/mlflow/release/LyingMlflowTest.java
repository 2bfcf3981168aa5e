package lastgood.mlflow.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.FakeMlflow;
import lastgood.mlflow.ModelRef;
import lastgood.mlflow.Onnx;
import lastgood.mlflow.rest.Limits;
import lastgood.mlflow.rest.Registry;
import lastgood.testing.RudeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An MLflow that lies, hangs or talks without end gets nothing done, and nobody else is asked on its word.
class LyingMlflowTest {
    private static final String API = FakeMlflow.API;

    @TempDir private Path folder;
    private final FakeMlflow mlflow = new FakeMlflow();

    @AfterEach
    void close() {
        mlflow.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc",
                "/var/lib/mlflow",
                "s3://bucket/1/models",
                "gs://bucket/1",
                "dbfs:/models",
                "http://127.0.0.2:9/api/2.0/mlflow-artifacts/artifacts/1",
                "mlflow-artifacts://127.0.0.2:9/1/models",
                "mlflow-artifacts:/1/../../secrets",
                "mlflow-artifacts:/%2e%2e/secrets",
                "mlflow-artifacts:/1//models",
                "mlflow-artifacts:/",
                "mlflow-artifacts:models",
                "no address at all"
            })
    void aLocationThatIsNotAmongTheServersOwnArtifactsIsNotRead(String location) {
        mlflow.location(location);

        assertThat(refused().code()).isEqualTo(Code.MLFLOW_UNUSABLE);
        assertThat(mlflow.server.asked())
                .noneMatch(asked -> asked.line().contains("mlflow-artifacts"));
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd",
                "/etc/passwd",
                "a/../../b.onnx",
                "..\\\\model.onnx",
                "./model.onnx",
                "a//b"
            })
    void aModelFileOutsideTheModelsFolderIsNotAskedFor(String data) throws IOException {
        mlflow.mlmodel(data);

        assertThat(refused().code()).isEqualTo(Code.MLFLOW_UNUSABLE);
        assertThat(mlflow.server.asked()).noneMatch(asked -> asked.line().contains("passwd"));
        try (var files = Files.list(folder)) {
            assertThat(files).allMatch(file -> file.toFile().length() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../MLmodel", "/etc/passwd", "a/../../b", ""})
    void tensorsOutsideTheModelsFolderAreNotAskedFor(String location) {
        mlflow.server.on(
                "GET " + FakeMlflow.FOLDER + "/model.onnx",
                RudeServer.bytes(Onnx.withTensorsIn(location, "0", "8")));

        assertThat(refused().code()).isEqualTo(Code.MLFLOW_UNUSABLE);
    }

    @ParameterizedTest
    @CsvSource({"0,9", "4,5", "900,1", "x,1", "-1,2", "0,99999999999"})
    void tensorsThatAreNotThereWholeAreRefused(String offset, String length) {
        mlflow.server.on(
                "GET " + FakeMlflow.FOLDER + "/model.onnx",
                RudeServer.bytes(Onnx.withTensorsIn("w.data", offset, length)));
        mlflow.file("w.data", "12345678");

        assertThat(refused().code()).isEqualTo(Code.INVALID_RELEASE);
    }

    @Test
    void aPathIsEncodedSoThatNothingInItIsReadTwice() {
        mlflow.mlmodel("%2e%2e/%2e%2e/model.onnx");

        refused();

        assertThat(mlflow.server.asked())
                .anyMatch(asked -> asked.line().endsWith("/%252e%252e/%252e%252e/model.onnx"));
    }

    @Test
    void aRedirectIsNotFollowedAndTheTokenStaysHere() {
        try (var elsewhere = new RudeServer()) {
            mlflow.server.on(
                    "GET " + FakeMlflow.FOLDER + "/model.onnx",
                    RudeServer.sendsOnTo(elsewhere.url() + "/steal"));

            var problem = refused();

            assertThat(problem.code()).isEqualTo(Code.MLFLOW_UNUSABLE);
            assertThat(problem.why().toString()).contains("redirect", elsewhere.url());
            assertThat(elsewhere.asked()).isEmpty();
            assertThat(mlflow.server.asked())
                    .allMatch(asked -> asked.headers().toString().contains("Bearer secret-1"));
            assertThat(problem.toString()).doesNotContain("secret-1");
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        mlflow.server.on("GET " + API + "/model-versions/get", RudeServer.neverEnds(" "));

        assertThat(refused().why().toString()).contains("larger than the 65536 bytes");
    }

    @Test
    void aFileWithoutEndIsCutOff() {
        mlflow.server.on("GET " + FakeMlflow.FOLDER + "/model.onnx", RudeServer.neverEnds("x"));

        assertThat(refused().why().toString()).contains("larger than the 1048576 bytes");
        assertThat(folder.resolve("model.onnx").toFile().length()).isLessThanOrEqualTo(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "<html>welcome</html>",
                "{}",
                "{\"model_version\":[]}",
                "{\"model_version\":{\"name\":\"other\",\"version\":\"2\"}}",
                "{\"model_version\":{\"name\":\"wine\",\"version\":\"../3\"}}",
                "{\"model_version\":{\"name\":\"wine\",\"version\":\"3\"}}"
            })
    void whatIsNotTheAnswerThatWasAskedForIsRefused(String body) {
        mlflow.server.on("GET " + API + "/model-versions/get", RudeServer.says(body));

        assertThat(refused().code()).isEqualTo(Code.MLFLOW_UNUSABLE);
    }

    @Test
    void aDeepAnswerDoesNotEndTheStack() {
        mlflow.server.on(
                "GET " + API + "/model-versions/get",
                RudeServer.says("{\"a\":" + "[".repeat(30_000)));

        assertThat(refused().code()).isEqualTo(Code.MLFLOW_UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flavors: &a [*a]",
                "flavors: [onnx]",
                "- flavors",
                "flavors: {onnx: {}}\nflavors: {}",
                "a: b: c",
                ""
            })
    void anMlmodelThatIsNoPlainMappingIsRefused(String text) {
        mlflow.file("MLmodel", text);

        assertThat(refused().code()).isEqualTo(Code.MLFLOW_UNUSABLE);
    }

    @Test
    void aDeepMlmodelDoesNotEndTheStack() {
        mlflow.file("MLmodel", "flavors: " + "[".repeat(20_000));

        assertThat(refused().code()).isEqualTo(Code.MLFLOW_UNUSABLE);
    }

    @Test
    void aFileThatIsNoOnnxIsRefused() {
        mlflow.file("model.onnx", "\u007f".repeat(300));

        assertThat(refused().code()).isEqualTo(Code.INVALID_RELEASE);
    }

    @Test
    void whoNeverAnswersIsGivenUp() {
        mlflow.server.on("GET " + API + "/model-versions/get", RudeServer.hangs());

        long began = System.nanoTime();
        var problem = refused(FakeMlflow.SHORT);

        assertThat(problem.code()).isEqualTo(Code.MLFLOW_UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {API + "/model-versions/get", FakeMlflow.FOLDER + "/model.onnx"})
    void whoStopsInTheMiddleIsGivenUp(String path) {
        mlflow.server.on("GET " + path, RudeServer.hangsInTheMiddle("{\"model_version\":"));

        long began = System.nanoTime();
        var problem = refused(FakeMlflow.SHORT);

        assertThat(problem.code()).isEqualTo(Code.MLFLOW_UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void wordsOfTheServerCannotPaintTheScreen() {
        mlflow.server.on(
                "GET " + API + "/model-versions/get",
                RudeServer.says(
                        500,
                        _ -> "{\"error_code\":\"X\",\"message\":\"\\u001b[2J\\nall is well\"}"));

        assertThat(refused().why().toString()).contains("all is well").doesNotContain("\u001b");
    }

    private Problem refused() {
        return refused(FakeMlflow.PATIENT);
    }

    private Problem refused(Limits limits) {
        var tracking = mlflow.tracking(Map.of("MLFLOW_TRACKING_TOKEN", "secret-1"));
        try (var registry = new Registry(tracking, limits)) {
            var outcome =
                    new Import(registry, folder)
                            .of(
                                    new ModelRef.OfVersion("wine", "2"),
                                    new Wish(
                                            Optional.of("wine"),
                                            Optional.empty(),
                                            Optional.empty()));
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            return ((Outcome.Refused<Imported>) outcome).problem();
        }
    }
}
