package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A whole server on which a release is tried that ends, blocks or fills the process that it runs in; everything by the
/// command line. The same request is harmless to live.
class PoisonedCandidateTest {
    private static final Path MODELS =
            Path.of("..", "gateway", "src", "test", "resources", "models");

    @TempDir private Path folder;

    @BeforeEach
    void theModels() throws IOException {
        for (var model : List.of("times2", "poison", "hang", "bomb")) {
            Files.copy(MODELS.resolve(model + ".onnx"), folder.resolve(model + ".onnx"));
        }
        Files.writeString(
                folder.resolve("service.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: two}
                spec:
                  task: regression
                  rollout: {steps: [50%, 100%], stepTime: 30s, bake: 1s, minRequests: 1}
                  guards: [http.error_rate <= baseline + 1%]
                """);
    }

    @ParameterizedTest
    @CsvSource({"poison, 100", "hang, 100000", "bomb, 3000"})
    void aCandidateThatEndsItsProcessIsRolledBackAndNoRequestFails(String model, String value)
            throws IOException {
        try (var server = new WholeServer(folder)) {
            server.did("apply", "-f", "service.yaml");
            live(server);
            release(server, model);
            server.did("rollout", "start", "two", "r2", "--yes");
            server.awaitAnswerBy("r2", "two", body("1"));

            var wrong =
                    server.wrongWhile(
                            "two",
                            body(value),
                            answer ->
                                    answer.statusCode() == 200
                                            && answer.headers()
                                                    .firstValue("Lastgood-Release")
                                                    .filter("r1"::equals)
                                                    .isPresent(),
                            () -> server.awaitStatus("two", "\"candidate\":null"));

            assertThat(wrong).isEmpty();
            assertThat(server.did("history", "two", "-o", "json"))
                    .contains("\"how\":\"rollback\"", "\"live\":\"r1\"");
            assertThat(server.told("rollout", "start", "two", "r2", "--yes").exit()).isEqualTo(5);
        }
    }

    /// Its own process may be the one that ends while it is the only release: whoever asks something harmless waits for it.
    @Test
    void aFirstReleaseThatEndsItsProcessServesAgain() throws IOException {
        try (var server = new WholeServer(folder)) {
            server.did("apply", "-f", "service.yaml");
            release(server, "poison");
            server.did("rollout", "start", "two", "r1", "--yes");
            server.awaitAnswerBy("r1", "two", body("1"));

            assertThat(server.ask("two", body("100")).statusCode()).isEqualTo(500);

            var after = server.ask("two", body("1"));
            assertThat(after.statusCode()).as(after.body()).isEqualTo(200);
        }
    }

    private void live(WholeServer server) throws IOException {
        release(server, "times2");
        server.did("rollout", "start", "two", "r1", "--yes");
        server.awaitAnswerBy("r1", "two", body("1"));
        server.awaitStatus("two", "\"lastGood\":\"r1\"");
    }

    private void release(WholeServer server, String model) throws IOException {
        Files.writeString(
                folder.resolve(model + ".yaml"),
                """
                apiVersion: lastgood/v1
                kind: Release
                metadata: {service: two, label: %1$s}
                spec:
                  model: {path: %1$s.onnx}
                  features: none
                  preprocessing: none
                  schema: infer
                  runtime: {engine: onnxruntime}
                  config: {timeout: 5s}
                """
                        .formatted(model));
        server.did("release", "create", "-f", model + ".yaml");
    }

    private static String body(String value) {
        return "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[%s,2]}]}"
                .formatted(value);
    }
}
