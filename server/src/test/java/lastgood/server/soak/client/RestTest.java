package lastgood.server.soak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestTest {

    @Test
    void aRefusalIsAnAnswerUntilSomebodyInsists() throws IOException {
        try (var server =
                        new FakeServer(call ->
                                FakeServer.answer(
                                        call, 409, Map.of(), "{\"code\":\"LG-ROL-01\"}"));
                var rest = new Rest(server.address())) {
            var reply = rest.post("/services/wine/rollouts", Map.of("release", "r2"));

            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.isDone()).isFalse();
            assertThatThrownBy(reply::done)
                    .hasMessageContaining("409")
                    .hasMessageContaining("LG-ROL-01");
        }
    }

    @Test
    void aParcelSendsTheFilesItsTextNamesAndThenItsText(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "bytes");
        Files.writeString(folder.resolve("other.onnx"), "not named");
        Files.writeString(
                folder.resolve("release.yaml"),
                "model: {path: model.onnx}\nschema: missing.yaml\n");
        var heard = new ConcurrentLinkedQueue<String>();
        try (var server =
                        new FakeServer(call -> {
                            var body =
                                    new String(
                                            call.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8);
                            heard.add(call.getRequestURI() + " " + body);
                            FakeServer.answer(call, 200, Map.of(), "{\"digest\":\"sha256:abc\"}");
                        });
                var rest = new Rest(server.address())) {
            Parcel.read(folder.resolve("release.yaml"))
                    .with("missing", "gone")
                    .send(rest, "/releases")
                    .done();
        }
        assertThat(heard).hasSize(2);
        assertThat(heard.remove()).isEqualTo("/api/v1/blobs bytes");
        assertThat(heard.remove())
                .startsWith("/api/v1/releases ")
                .contains("\"files\":{\"model.onnx\":\"sha256:abc\"}")
                .contains("\"path\":\"release.yaml\"")
                .contains("gone.yaml");
    }

    @Test
    void everyFileOfTheExamplesReleaseIsFound() {
        var r1 = Parcel.read(Home.find().example("tumour").resolve("r1.release.yaml"));

        assertThat(r1.files().keySet())
                .containsExactlyInAnyOrder(
                        "model-v1.onnx",
                        "schema.yaml",
                        "golden-v1.ndjson",
                        "heldout.ndjson",
                        "ranges-v1.yaml");
    }
}
