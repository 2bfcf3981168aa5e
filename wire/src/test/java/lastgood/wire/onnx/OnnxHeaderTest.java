package lastgood.wire.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnnxHeaderTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @Test
    void aRealModelTellsItsOperatorsAndWhoMadeIt() throws IOException {
        var lines = read(Files.readAllBytes(EXAMPLES.resolve("command/graph.onnx")));

        assertThat(lines).containsKeys("opset", "ir");
        assertThat(Integer.parseInt(lines.getOrDefault("opset", ""))).isBetween(8, 40);
    }

    @Test
    void everyModelOfTheExamplesIsRead() throws IOException {
        try (var files = Files.walk(EXAMPLES, 2)) {
            var models = files.filter(f -> f.toString().endsWith(".onnx")).toList();
            assertThat(models).hasSizeGreaterThan(5);
            for (var model : models) {
                assertThat(read(Files.readAllBytes(model)))
                        .as(model.toString())
                        .containsKey("opset");
            }
        }
    }

    @Test
    void operatorsOfOtherDomainsAreNamed() throws IOException {
        byte[] file = {
            8, 9, // ir_version
            18, 3, 'a', 'b', 'c', // producer_name
            58, 2, 1, 2, // graph
            66, 2, 16, 17, // opset_import, the default domain
            66, 7, 10, 3, 'm', '.', 'l', 16, 3
        };

        assertThat(read(file))
                .isEqualTo(Map.of("ir", "9", "producer", "abc", "opset", "17", "opset m.l", "3"));
    }

    @Test
    void whatIsNoModelSaysNothing() throws IOException {
        assertThat(read("a pickle, say".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(read(new byte[0])).isEmpty();
    }

    @Test
    void nothingThatIsCutOffOrAlteredBreaksIt() throws IOException {
        byte[] model = Files.readAllBytes(EXAMPLES.resolve("sql-features/credit.onnx"));
        for (int length = 0; length < model.length; length++) {
            read(Arrays.copyOf(model, length));
        }
        long seed = 4711;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var altered = model.clone();
            for (int bytes = 1 + random.nextInt(4); bytes > 0; bytes--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            read(altered);
        }
    }

    private static Map<String, String> read(byte[] file) throws IOException {
        return OnnxHeader.read(new ByteArrayInputStream(file));
    }
}
