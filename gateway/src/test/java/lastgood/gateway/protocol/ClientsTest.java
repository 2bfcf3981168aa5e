package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.Drafts;
import lastgood.gateway.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that other people wrote, against a real gateway that serves real models. What each checks is in its script.
class ClientsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path folder;

    @Test
    void tritonsClientGetsWhatItAsksForOverHttp() throws Exception {
        assertThat(checksOf("CLIENTS", "triton.py", several())).hasSize(13);
    }

    @Test
    void kservesClientGetsWhatItAsksForInBothItsProtocols() throws Exception {
        assertThat(checksOf("CLIENTS", "kserve_rest.py", several())).hasSize(7);
    }

    @Test
    void mlserversTypesTakeEveryDocument() throws Exception {
        assertThat(checksOf("MLSERVER", "mlserver_types.py", several())).hasSize(5);
    }

    @Test
    void everyDocumentIsAsTheProtocolsOwnFilesDescribeIt() throws Exception {
        assertThat(checksOf("MLSERVER", "openapi.py", several())).hasSize(5);
    }

    @Test
    void mlflowsClientGetsWhatItAsksForWhereThereIsOneService() throws Exception {
        assertThat(checksOf("MLFLOW", "mlflow_scoring.py", one())).hasSize(8);
    }

    private static House several() {
        var house = new House();
        for (var model : List.of("types", "unsigned", "halves", "words")) {
            house.settle(house.ready(house.drafts.of(model, 1, "models/" + model + ".onnx")));
        }
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx")));
        house.ready(house.drafts.of("later", 1, "models/times2.onnx"));
        return house;
    }

    private static House one() {
        var house = new House();
        var schema =
                new Schema(
                        List.of(
                                new TensorSpec(
                                        "X",
                                        Datatype.FP32,
                                        List.of(-1L, 2L),
                                        List.of(Column.named("left"), Column.named("right")))),
                        List.of(new TensorSpec("Y", Datatype.FP32, List.of(-1L, 2L), List.of())));
        house.settle(house.ready(house.drafts.of("two", 1, "models/times2.onnx").schema(schema)));
        return house;
    }

    /// The names of the checks that held; all of them, or the script had failed.
    private List<String> checksOf(String environment, String script, House house)
            throws IOException, InterruptedException {
        try (house) {
            for (var file : List.of("checks.py", script)) {
                Files.write(folder.resolve(file), Drafts.resource("clients/" + file));
            }
            var output = folder.resolve("output.txt");
            var process =
                    new ProcessBuilder(
                                    python(environment),
                                    folder.resolve(script).toString(),
                                    "127.0.0.1:" + house.gateway.address().getPort())
                            .redirectErrorStream(false)
                            .redirectOutput(output.toFile())
                            .redirectError(folder.resolve("errors.txt").toFile())
                            .start();
            try {
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as(script + " ends within " + PATIENCE)
                        .isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(process.exitValue()).as(() -> read(folder.resolve("errors.txt"))).isZero();
            return Files.readAllLines(output);
        }
    }

    private static String python(String environment) {
        var name = "LASTGOOD_ENV_" + environment;
        return Optional.ofNullable(System.getenv(name))
                        .orElseThrow(() -> new AssertionError(name + " is not set: run ./dev test"))
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
