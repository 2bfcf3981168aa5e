package lastgood.gateway.running.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lastgood.gateway.Drafts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/times2.onnx",
                "models/hang.onnx",
                "models/abort.onnx",
                "models/words.onnx",
                "tumour/model-v1.onnx",
                "tumour/model-good.onnx",
                "wine/model.onnx"
            })
    void aModelOfOneFileIsTaken(String path) {
        assertThat(OnnxFile.objection(Drafts.resource(path))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"initializer", "attribute", "subgraph", "function"})
    void externalDataIsFoundWhereverItHides(String place) {
        assertThat(OnnxFile.objection(Drafts.resource("models/external-" + place + ".onnx")))
                .hasValueSatisfying(why -> assertThat(why).contains("external data"));
    }

    /// The field of external data alone is enough, whatever the location says.
    @Test
    void externalDataWithoutItsLocationIsFoundToo() {
        byte[] model = Drafts.resource("models/external-initializer.onnx");
        int location = model.length;
        for (int i = 0; i + 1 < model.length; i++) {
            if (model[i] == 0x70 && model[i + 1] == 1) { // field 14, EXTERNAL
                location = i + 1;
            }
        }
        model[location] = 0;

        assertThat(OnnxFile.objection(model)).isPresent();
    }

    @Test
    void nestingWithoutAnEndIsCutShort() {
        byte[] graph = {};
        for (int depth = 0; depth < 10_000; depth++) {
            graph = field(1, field(5, field(6, graph))); // node, attribute, graph
        }

        assertThat(OnnxFile.objection(field(7, graph))).isPresent();
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        long seed = 20261124;
        var random = new SplittableRandom(seed);
        var models =
                Stream.of(
                                "models/hang.onnx",
                                "models/external-function.onnx",
                                "tumour/model-v1.onnx")
                        .map(Drafts::resource)
                        .toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = models.get(random.nextInt(models.size())).clone();
            for (int edit = 0; edit <= random.nextInt(4); edit++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> OnnxFile.objection(bytes))
                    .as("seed %d, round %d", seed, round)
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] field(int number, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        for (int rest = content.length; ; rest >>>= 7) {
            out.write(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            if (rest <= 0x7f) {
                break;
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
