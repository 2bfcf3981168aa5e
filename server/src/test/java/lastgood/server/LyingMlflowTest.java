package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.core.problem.Outcome;
import lastgood.testing.RudeServer;
import lastgood.testing.RudeServer.Manner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an MLflow says that lies, the command line refuses it, and server and machine are as they were.
class LyingMlflowTest {
    private static final String API = "/api/2.0/mlflow";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
    private static final String VERSION =
            "{\"model_version\":{\"name\":\"wine\",\"version\":\"1\",\"source\":\"models:/m-1\"}}";

    @TempDir private Path folder;
    private final RudeServer mlflow = new RudeServer();
    private final RudeServer elsewhere = new RudeServer();
    private Running server;

    @BeforeEach
    void aServer() {
        var config =
                new Config(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty());
        server =
                switch (Wiring.start(config)) {
                    case Outcome.Done<Running>(var running) -> running;
                    case Outcome.Refused<Running>(var problem) -> throw new AssertionError(problem);
                };
        mlflow.on("GET " + API + "/model-versions/get", RudeServer.says(VERSION))
                .on(
                        "GET " + API + "/model-versions/get-download-uri",
                        RudeServer.says("{\"artifact_uri\":\"mlflow-artifacts:/1/m\"}"))
                .on(
                        "GET " + FILES,
                        RudeServer.says(
                                "{\"files\":[{\"path\":\"MLmodel\"},{\"path\":\"../../x\"}]}"))
                .on(
                        "GET " + FILES + "/1/m/MLmodel",
                        RudeServer.says("flavors: {onnx: {data: model.onnx}}"));
    }

    @AfterEach
    void close() {
        server.close();
        mlflow.close();
        elsewhere.close();
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of(
                        "/1/m/MLmodel",
                        RudeServer.says("flavors: {onnx: {data: ../../../../etc/passwd}}"),
                        "outside the model's folder"),
                Arguments.of("/1/m/MLmodel", RudeServer.neverEnds("x"), "larger than"),
                Arguments.of("/1/m/model.onnx", RudeServer.says("<html>"), "no ONNX model"),
                Arguments.of(
                        "/1/m/MLmodel",
                        RudeServer.sendsOnTo("http://127.0.0.2:1/latest/meta-data"),
                        "redirect"),
                Arguments.of("", RudeServer.says("[1,2,3]"), "no JSON object"),
                Arguments.of("/1/m/model.onnx", RudeServer.says(500, _ -> "boom"), "500"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("lies")
    void isRefusedAndTheWorldIsUnchanged(String path, Manner lie, String why) throws IOException {
        mlflow.on("GET " + FILES + path, lie);
        var before = world();

        var told = create();

        assertThat(told.exit()).isIn(1, 2);
        assertThat(told.text()).contains(why).doesNotContain("Exception", "Created");
        assertThat(world()).isEqualTo(before);
        assertThat(say("status", "-o", "json").text().strip()).isEqualTo("[]");
    }

    @Test
    void aRedirectToAnotherServerIsNotFollowed() throws IOException {
        mlflow.on(
                "GET " + API + "/model-versions/get",
                RudeServer.sendsOnTo(elsewhere.url() + "/steal"));

        var told = create();

        assertThat(told.text()).contains("LG-1903", "redirect");
        assertThat(elsewhere.asked()).isEmpty();
    }

    private Told create() {
        return say(
                "release",
                "create",
                "--from-mlflow",
                "models:/wine/1",
                "--service",
                "wine",
                "--mlflow-uri",
                mlflow.url());
    }

    private Told say(String... words) {
        return Told.by(
                Map.of("LASTGOOD_URL", server.api(), "USER", "test", "NO_COLOR", "1"),
                folder,
                words);
    }

    /// Every file that a release could have left behind: what the server keeps of releases, and what was downloaded.
    private Set<String> world() throws IOException {
        try (var kept = Files.walk(folder.resolve("data").resolve("releases"));
                var temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return Stream.concat(
                            kept, temporary.filter(p -> p.toString().contains("lastgood-mlflow-")))
                    .map(Path::toString)
                    .collect(Collectors.toSet());
        }
    }
}
