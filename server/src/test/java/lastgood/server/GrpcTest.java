package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who has nothing but Triton's client and the address that `run` prints is answered, and labels what he got.
class GrpcTest {
    private static final String CLIENT =
            """
            import sys
            import numpy as np
            import tritonclient.grpc as triton

            client = triton.InferenceServerClient(sys.argv[1])
            rows = triton.InferInput("X", [1, 13], "FP32")
            wine = [13.2, 1.8, 2.4, 15.6, 101, 2.8, 3.2, 0.3, 2.3, 4.9, 1.0, 3.5, 1040]
            rows.set_data_from_numpy(np.array([wine], np.float32))
            answer = client.infer("wine", [rows], headers={"lastgood-key": "customer-7"})
            response = answer.get_response()
            print(response.model_version, answer.as_numpy("output_label")[0])
            print(response.parameters["lastgood-prediction-id"].string_param)
            """;

    @TempDir private Path folder;

    @Test
    void anAnswerOverGrpcCanBeLabelled() throws IOException, InterruptedException {
        try (var server = new WholeServer(folder)) {
            server.did("release", "init", "wine");
            Files.copy(Path.of("../examples/wine/model.onnx"), folder.resolve("model.onnx"));
            server.did("apply", "-f", "service.yaml");
            server.did("release", "create", "-f", "release.yaml");
            server.did("rollout", "start", "wine", "r1", "--yes");

            var lines = asked(server.grpc()).lines().toList();

            assertThat(lines.getFirst()).isEqualTo("r1 0");
            assertThat(labelled(server, lines.getLast()))
                    .contains("\"accepted\":1", "\"unknown\":0");
        }
    }

    private String asked(String address) throws IOException, InterruptedException {
        var python =
                Optional.ofNullable(System.getenv("LASTGOOD_ENV_CLIENTS"))
                                .orElseThrow(() ->
                                        new AssertionError(
                                                "LASTGOOD_ENV_CLIENTS is not set: run ./dev test"))
                        + "/bin/python";
        var script = Files.writeString(folder.resolve("client.py"), CLIENT);
        var output = folder.resolve("said.txt");
        var client =
                new ProcessBuilder(python, script.toString(), address)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(client.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        assertThat(client.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static String labelled(WholeServer server, String prediction)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.api() + "/api/v1/services/wine/labels"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"labels\":[{\"predictionId\":\""
                                                + prediction
                                                + "\",\"label\":0}]}"))
                        .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
