package lastgood.gateway.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.Drafts;
import lastgood.gateway.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that other people wrote, over gRPC, against a real gateway that serves real models. What each checks is in its script.
class GrpcClientsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path folder;
    private final House house = new House();

    @BeforeEach
    void serve() {
        for (var model : List.of("types", "unsigned", "halves", "words")) {
            house.settle(house.ready(house.drafts.of(model, 1, "models/" + model + ".onnx")));
        }
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        house.ready(house.drafts.of("later", 1, "models/times2.onnx"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void tritonsClientGetsWhatItAsksFor() throws Exception {
        assertThat(checksOf("triton_grpc.py")).hasSize(14);
        assertThat(house.gateway.stats().held()).isZero();
    }

    @Test
    void kservesClientGetsWhatItAsksFor() throws Exception {
        assertThat(checksOf("kserve_grpc.py")).hasSize(6);
    }

    /// The names of the checks that held; all of them, or the script had failed.
    private List<String> checksOf(String script) throws IOException, InterruptedException {
        for (var file : List.of("checks.py", script)) {
            Files.write(folder.resolve(file), Drafts.resource("clients/" + file));
        }
        var output = folder.resolve("output.txt");
        var errors = folder.resolve("errors.txt");
        var process =
                new ProcessBuilder(
                                python(),
                                folder.resolve(script).toString(),
                                "127.0.0.1:" + house.gateway.grpcAddress().getPort())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(script + " ends within " + PATIENCE)
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(() -> read(errors)).isZero();
        return Files.readAllLines(output);
    }

    private static String python() {
        return Optional.ofNullable(System.getenv("LASTGOOD_ENV_CLIENTS"))
                        .orElseThrow(() ->
                                new AssertionError(
                                        "LASTGOOD_ENV_CLIENTS is not set: run ./dev test"))
                + "/bin/python";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
