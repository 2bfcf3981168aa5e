package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lastgood.testing.Examples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server with the example of a release that is a program; everything by the command line.
class CommandRuntimeTest {
    private static final String WINE =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":[13.2,1.8,2.4,15.6,101,2.8,3.2,0.3,2.3,4.9,1.0,3.5,1040]}]}";

    @TempDir private Path folder;

    @BeforeEach
    void theExample() throws IOException {
        Examples.copy("command", folder);
    }

    @Test
    void aServiceGoesFromAGraphToAProgramAndBackAndNoRequestFails() {
        try (var server = new WholeServer(folder)) {
            server.did("apply", "-f", "service.yaml");
            assertThat(server.did("release", "create", "-f", "graph.release.yaml"))
                    .contains("Created wine r1");
            server.did("rollout", "start", "wine", "r1", "--yes");
            assertThat(server.did("release", "create", "-f", "program.release.yaml"))
                    .contains("Created wine r2");
            assertThat(server.did("release", "show", "wine", "r2"))
                    .contains("python3 server.py --port {port}", "files.server.py", "model.json");

            assertThat(server.wrongThereAndBack("wine", WINE, "[0]")).isEmpty();
        }
    }

    @Test
    void aProgramServesAgainAfterARestart() {
        try (var first = new WholeServer(folder)) {
            first.did("apply", "-f", "service.yaml");
            first.did("release", "create", "-f", "program.release.yaml");
            first.did("rollout", "start", "wine", "r1", "--yes");
            first.awaitAnswerBy("r1", "wine", WINE);
        }

        try (var second = new WholeServer(folder)) {
            second.awaitAnswerBy("r1", "wine", WINE);
            assertThat(second.did("release", "create", "-f", "program.release.yaml"))
                    .contains("Already there");
        }
    }

    @Test
    void whatDoesNotFitAProgramIsRefused() throws Exception {
        try (var server = new WholeServer(folder)) {
            assertThat(changed(server, "schema: {path: schema.yaml}", "schema: infer"))
                    .contains(
                            "a program says nothing of its tensors", "schema: {path: schema.yaml}");
            assertThat(changed(server, "features: none", "features: {path: graph.onnx}"))
                    .contains("it runs no graph", "features: none");
            assertThat(changed(server, "python3 server.py", "python3 missing.py"))
                    .contains("ended before it was ready", "missing.py");
            assertThat(server.told("release", "list", "wine").text()).doesNotContain("r1");
        }
    }

    private String changed(WholeServer server, String from, String to) throws IOException {
        var text = Files.readString(folder.resolve("program.release.yaml"));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve("changed.yaml"), text.replace(from, to));
        return server.told("release", "create", "-f", "changed.yaml").text();
    }
}
