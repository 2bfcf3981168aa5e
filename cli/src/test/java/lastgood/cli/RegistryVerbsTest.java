package lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import lastgood.wire.view.CopiedView;
import lastgood.wire.view.ModelView;
import lastgood.wire.view.PulledView;
import lastgood.wire.view.PushedView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryVerbsTest {
    private static final String REF = "localhost:5000/models/tumour:r1";
    private static final String R1 = "/api/v1/services/" + Canned.SERVICE + "/releases/r1";
    private static final String PINNED = REF + "@" + Canned.digest("77ab");

    @TempDir private Path folder;
    private final Desk desk = new Desk();

    @BeforeEach
    void sitDown() {
        desk.in(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aPushTellsWhereTheReleaseIsNow() {
        desk.server.on(
                "POST " + R1 + "/pushes",
                Json.write(
                        new PushedView(
                                Canned.SERVICE,
                                "r1",
                                Canned.digest("c41d"),
                                REF,
                                PINNED,
                                Optional.of(REF + "-modelpack"),
                                9,
                                2,
                                81_920,
                                1)));

        Golden.assertSame(
                "screens/release-push.txt",
                desk.run("release", "push", Canned.SERVICE, "r1", REF).picture());
        assertThat(desk.server.requests().getFirst().body()).isEqualTo("{\"to\":\"" + REF + "\"}");
    }

    @Test
    void aPushThatTheRegistryDidNotTakeIsARefusalWithItsReason() {
        var problem =
                Problem.of(Code.REGISTRY_UNREACHABLE, "The registry fell silent.")
                        .because("sending sha256:6b1f6b1f: no byte moved for 30 s");
        desk.server.on("POST " + R1 + "/pushes", 503, Json.write(ProblemDetails.of(problem)));

        Golden.assertSame(
                "screens/release-push-refused.txt",
                desk.run("release", "push", Canned.SERVICE, "r1", REF).picture());
    }

    @Test
    void aPullShowsWhatCameAndWhatWasChecked() {
        desk.server.on(
                "POST /api/v1/pulls", Json.write(new PulledView(REF, Canned.created(true), 1)));

        Golden.assertSame("screens/release-pull.txt", desk.run("release", "pull", REF).picture());
        assertThat(desk.server.requests().getFirst().body())
                .isEqualTo("{\"from\":\"" + REF + "\",\"service\":null}");
        desk.run("release", "pull", REF, "--name", "wine");
        assertThat(desk.server.requests().getLast().body()).contains("\"service\":\"wine\"");
    }

    @Test
    void aCopyTellsBothPlaces() {
        desk.server.on(
                "POST /api/v1/copies",
                Json.write(
                        new CopiedView(
                                REF,
                                "safe.example.org/tumour:good",
                                "safe.example.org/tumour:good@" + Canned.digest("77ab"),
                                0,
                                11,
                                0)));

        Golden.assertSame(
                "screens/release-copy.txt",
                desk.run("release", "copy", REF, "safe.example.org/tumour:good").picture());
    }

    @Test
    void aModelComesFromARegistryInPlaceOfItsFile() throws IOException {
        Files.writeString(
                folder.resolve("release.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Release
                metadata: {service: tumour-classifier}
                spec:
                  model: {path: model-v7.onnx}
                  features: none
                  preprocessing: none
                  schema: infer
                  runtime: {engine: onnxruntime}
                  config: {}
                """);
        desk.server
                .on(
                        "POST /api/v1/models",
                        Json.write(new ModelView(REF, "model-v7.onnx", Canned.R1, 1028)))
                .on("POST /api/v1/releases", Json.write(Canned.created(true)));

        var result = desk.run("release", "create", "-f", "release.yaml", "--from-modelpack", REF);

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(desk.server.requests().getFirst().body())
                .isEqualTo("{\"from\":\"" + REF + "\",\"file\":\"model-v7.onnx\"}");
        assertThat(desk.server.requests()).hasSize(2);
        assertThat(desk.server.requests().getLast().body())
                .contains("\"files\":{\"model-v7.onnx\":\"" + Canned.R1 + "\"}");
        assertThat(folder.resolve("release.lock.yaml")).content().contains(Canned.R1);
    }
}
