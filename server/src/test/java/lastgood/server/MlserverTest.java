package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.testing.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real MLServer, started by the gateway for a release and standing elsewhere by itself.
class MlserverTest {
    private static final String TWO =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1.5,2]}]}";
    private static final String RELEASE =
            """
            apiVersion: lastgood/v1
            kind: Release
            metadata: {service: two, label: %s}
            spec:
              model: {path: %s}
              features: none
              preprocessing: none
              schema: %s
              runtime: %s
              config: {timeout: 5s}
            """;
    private static final Path MODELS = Path.of("src/test/resources/mlserver");

    @TempDir private Path folder;
    private final String python =
            Optional.ofNullable(System.getenv("LASTGOOD_ENV_MLSERVER"))
                            .orElseThrow(() ->
                                    new AssertionError(
                                            "LASTGOOD_ENV_MLSERVER is not set: run ./dev test"))
                    + "/bin/python";

    @BeforeEach
    void files() throws IOException {
        Files.createDirectory(folder.resolve("double"));
        for (var file : List.of("start.py", "double/model.py", "double/model-settings.json")) {
            Files.copy(MODELS.resolve(file), folder.resolve(file));
        }
        Files.writeString(
                folder.resolve("schema.yaml"),
                """
                inputs: [{name: X, datatype: FP32, shape: [-1, 2]}]
                outputs: [{name: Y, datatype: FP32, shape: [-1, 2]}]
                """);
        Files.writeString(
                folder.resolve("service.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: two}
                spec: {task: regression, rollout: {steps: [100%], stepTime: 1s, bake: 1s, minRequests: 1}, guards: [http.error_rate <= 20%]}
                """);
    }

    @Test
    void aReleaseGoesFromOneThatIsStartedHereToOneThatStandsElsewhereAndBack() throws Exception {
        Files.writeString(
                folder.resolve("here.yaml"),
                RELEASE.formatted(
                        "here",
                        "double/model.py",
                        "{path: schema.yaml}",
                        "{engine: command, model: double, startWithin: 60s, files: [start.py, double/model-settings.json], command: \""
                                + python
                                + " start.py {port} {model}\"}"));
        try (var elsewhere =
                        new ServedElsewhere(
                                folder, List.of(python, "start.py", ServedElsewhere.PORT));
                var server =
                        new WholeServer(folder, Map.of("rack", URI.create(elsewhere.address())))) {
            Files.writeString(folder.resolve("double.json"), elsewhere.get("/v2/models/double"));
            Files.writeString(
                    folder.resolve("elsewhere.yaml"),
                    RELEASE.formatted(
                            "elsewhere",
                            "double.json",
                            "infer",
                            "{engine: upstream, endpoint: rack, model: double}"));
            server.did("apply", "-f", "service.yaml");
            server.did("release", "create", "-f", "here.yaml");
            server.did("release", "create", "-f", "elsewhere.yaml");
            server.did("rollout", "start", "two", "r1", "--yes");
            server.awaitAnswerBy("r1", "two", TWO);
            Patience.until(
                    "r1 is good",
                    WholeServer.AT_MOST,
                    () -> {
                        server.ask("two", TWO);
                        return server.did("status", "two", "-o", "json")
                                .contains("\"lastGood\":\"r1\"");
                    });

            assertThat(server.wrongThereAndBack("two", TWO, "[3.0,4.0]")).isEmpty();
        }
    }
}
