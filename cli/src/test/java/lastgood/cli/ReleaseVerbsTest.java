package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.testing.CannedServer;
import lastgood.testing.Examples;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.file.DeclarationFile;
import lastgood.wire.file.ReleaseFile;
import lastgood.wire.problem.ProblemDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files become releases: what is sent, what is written beside them, and what is said when they are wrong.
class ReleaseVerbsTest {
    private final Desk desk = new Desk().atTerminal();

    @TempDir private Path folder;

    @BeforeEach
    void filesOfTheTumourExample() throws IOException {
        Examples.copy("tumour", folder);
        desk.in(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aReleaseIsMadeOfItsFilesEachSentOnceAndPinnedBesideItsSource() throws IOException {
        acceptBlobs().on("POST /api/v1/releases", Json.write(Canned.created(true)));

        var result = desk.run("release", "create", "-f", "r1.release.yaml");

        Golden.assertSame("screens/release-create.txt", result.picture());
        Golden.assertSame(
                "screens/r1.release.lock.yaml",
                Files.readString(folder.resolve("r1.release.lock.yaml")));
        var sent = desk.server.requests();
        assertThat(sent)
                .extracting(CannedServer.Request::line)
                .containsExactly(
                        "POST /api/v1/blobs",
                        "POST /api/v1/blobs",
                        "POST /api/v1/blobs",
                        "POST /api/v1/blobs",
                        "POST /api/v1/blobs",
                        "POST /api/v1/releases");
        assertThat(sent.getFirst().header("Lastgood-Digest"))
                .contains(
                        Digest.of(Files.readAllBytes(folder.resolve("model-v1.onnx"))).toString());
        assertThat(sent.getLast().body())
                .contains("\"path\":\"r1.release.yaml\"")
                .contains(
                        "model-v1.onnx",
                        "schema.yaml",
                        "golden-v1.ndjson",
                        "heldout.ndjson",
                        "ranges-v1.yaml");
        assertThat(folder.resolve("r1.release.lock.yaml.tmp")).doesNotExist();
    }

    @Test
    void theSameBytesAgainAreTheSameRelease() {
        acceptBlobs().on("POST /api/v1/releases", Json.write(Canned.created(false)));

        Golden.assertSame(
                "screens/release-create-again.txt",
                desk.run("release", "create", "--file=r1.release.yaml").picture());
    }

    @Test
    void asJsonOnlyTheDocumentIsPrinted() {
        acceptBlobs().on("POST /api/v1/releases", Json.write(Canned.created(true)));

        var result = desk.run("release", "create", "-f", "r1.release.yaml", "-o", "json");

        assertThat(result.out()).isEqualTo(Json.write(Canned.created(true)) + "\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aFileWithMistakesIsRefusedBeforeAnythingIsSent() throws IOException {
        Files.writeString(
                folder.resolve("bad.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Release
                metadata: {service: wine}
                spec:
                  modle: {path: ../model.onnx}
                  features: none
                  preprocessing: none
                  schema: infer
                  runtime: {engine: onnxruntime}
                """);

        Golden.assertSame(
                "screens/release-create-bad.txt",
                desk.run("release", "create", "-f", "bad.yaml").picture());
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void filesThatAreNotThereAreNamedBeforeAnythingIsSent() throws IOException {
        Files.delete(folder.resolve("model-v1.onnx"));
        Files.delete(folder.resolve("schema.yaml"));
        Files.createDirectory(folder.resolve("schema.yaml"));

        var result = desk.run("release", "create", "-f", "r1.release.yaml");

        Golden.assertSame("screens/release-create-missing.txt", result.picture());
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void aReleaseFileThatIsNotThereOrNoTextIsAMistakeInUsage() throws IOException {
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(desk.run("release", "create", "-f", "nowhere.yaml").exit()).isEqualTo(2);
        assertThat(desk.run("release", "create", "-f", "binary.yaml").exit()).isEqualTo(2);
        assertThat(desk.run("release", "create", "-f", ".").exit()).isEqualTo(2);
        assertThat(desk.run("release", "create").exit()).isEqualTo(2);
    }

    @Test
    void whatAReleaseIsMadeOfIsSaidInOneWay() {
        var model = "models:/wine/1";
        var uri = "http://127.0.0.1:1";

        assertThat(desk.run("release", "create").err())
                .contains("neither -f nor --from-mlflow was given");
        assertThat(desk.run("release", "create", "-f", "r1.release.yaml", "--label", "x").err())
                .contains("go with --from-mlflow");
        assertThat(desk.run("release", "create", "--from-mlflow", model, "--mlflow-uri", uri).err())
                .contains("--service is missing");
        assertThat(desk.run("release", "create", "--from-mlflow", model, "--service", "wine").err())
                .contains("neither --mlflow-uri nor MLFLOW_TRACKING_URI names one");
        assertThat(desk.run("release", "create", "--from-mlflow", "wine", "--service", "w").err())
                .contains("models:/NAME@ALIAS");
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void anMlflowThatIsNotThereIsNamedBeforeTheServerIsAsked() {
        var result =
                desk.with("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
                        .run(
                                "release",
                                "create",
                                "--from-mlflow",
                                "models:/wine/1",
                                "--service",
                                "wine");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("LG-1901", "No MLflow server answers at http://127.0.0.1:1");
        assertThat(desk.server.requests()).isEmpty();
    }

    @Test
    void whatTheServerRefusesLeavesNoLockFile() {
        var problem =
                Problem.of(Code.INVALID_RELEASE, "The model does not load.")
                        .because("model-v1.onnx: truncated after 512 bytes");
        acceptBlobs().on("POST /api/v1/releases", 400, Json.write(ProblemDetails.of(problem)));

        var result = desk.run("release", "create", "-f", "r1.release.yaml");

        Golden.assertSame("screens/release-create-refused.txt", result.picture());
        assertThat(folder.resolve("r1.release.lock.yaml")).doesNotExist();
    }

    @Test
    void aLockFileThatCannotBeWrittenIsToldAndTheReleaseStands() throws IOException {
        Files.createDirectory(folder.resolve("r1.release.lock.yaml"));
        Files.writeString(folder.resolve("r1.release.lock.yaml").resolve("x"), "in the way");
        acceptBlobs().on("POST /api/v1/releases", Json.write(Canned.created(true)));

        var result = desk.run("release", "create", "-f", "r1.release.yaml");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("Created tumour-classifier r1 all the same");
    }

    @Test
    void aFileIsAppliedWithTheFilesItNames() throws IOException {
        Files.writeString(
                folder.resolve("all.yaml"),
                Files.readString(folder.resolve("features-v1.component.yaml"))
                        + "---\n"
                        + Files.readString(folder.resolve("service.yaml")));
        acceptBlobs().on("POST /api/v1/apply", Json.write(Canned.applied()));

        var result = desk.run("apply", "-f", "all.yaml");

        Golden.assertSame("screens/apply.txt", result.picture());
        assertThat(desk.server.requests())
                .extracting(CannedServer.Request::line)
                .containsExactly("POST /api/v1/blobs", "POST /api/v1/apply");
    }

    @Test
    void whatIsNotInThisVersionIsRefusedAndNotIgnored() throws IOException {
        Files.writeString(
                folder.resolve("later.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: wine}
                spec:
                  rollout: {promoteWhen: proven}
                  guards: [prediction.shift <= 0.1, latency.p99 <= baseline * 1.25]
                """);

        Golden.assertSame(
                "screens/apply-later.txt", desk.run("apply", "-f", "later.yaml").picture());
    }

    @Test
    void initWritesFilesThatAreValidAsTheyAre(@TempDir Path empty) throws IOException {
        Files.writeString(empty.resolve("wine-lr.onnx"), "a model");
        desk.in(empty);

        var result = desk.run("release", "init", "wine");

        Golden.assertSame("screens/release-init.txt", result.picture());
        var release = Files.readString(empty.resolve("release.yaml"));
        var service = Files.readString(empty.resolve("service.yaml"));
        assertThat(ReleaseFile.parse("release.yaml", release))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.value().toString()).contains("wine-lr.onnx"));
        assertThat(DeclarationFile.parse("service.yaml", service))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat((List<?>) done.value()).hasSize(1));
        assertThat(release).doesNotContain("<");
    }

    @Test
    void initOverwritesNothing(@TempDir Path used) throws IOException {
        Files.writeString(used.resolve("service.yaml"), "mine");
        desk.in(used);

        Golden.assertSame(
                "screens/release-init-refused.txt", desk.run("release", "init", "wine").picture());
        assertThat(used.resolve("service.yaml")).hasContent("mine");
        assertThat(used.resolve("release.yaml")).doesNotExist();
    }

    @Test
    void initTakesTheFoldersNameIfItIsOne(@TempDir Path parent) throws IOException {
        var named = Files.createDirectory(parent.resolve("tumour-2"));
        var unnamed = Files.createDirectory(parent.resolve("My Models"));

        desk.in(named).run("release", "init");
        desk.in(unnamed).run("release", "init", "-o", "json");

        assertThat(named.resolve("release.yaml")).content().contains("service: tumour-2");
        assertThat(unnamed.resolve("release.yaml")).content().contains("service: my-service");
        assertThat(desk.run("release", "init", "Not A Name").exit()).isEqualTo(2);
    }

    private CannedServer acceptBlobs() {
        return desk.server.on("POST /api/v1/blobs", "{\"digest\":\"sha256:0\",\"size\":1}");
    }
}
