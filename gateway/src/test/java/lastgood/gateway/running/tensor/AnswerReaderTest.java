package lastgood.gateway.running.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast way to read an answer says what the careful one says, or nothing.
class AnswerReaderTest {
    private static final String SEED = "lastgood.answer.seed";
    private static final String Y =
            "{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1.5,-2e3]}";
    private static final List<String> USUAL =
            List.of(
                    "{\"outputs\":[" + Y + "]}",
                    "{\"model_name\":\"m\",\"model_version\":\"1\",\"outputs\":[" + Y + "]}",
                    "{\"id\":\"a\",\"outputs\":["
                            + Y
                            + ",{\"name\":\"Z\",\"shape\":[2],\"datatype\":\"INT64\",\"data\":[0,-9]}],\"model_name\":\"m\"}",
                    " { \"outputs\" : [ " + Y + " ] } \n");

    @Test
    void theUsualAnswerIsRead() throws BadData {
        for (var text : USUAL) {
            assertThat(told(AnswerReader.usual(bytes(text)).orElseThrow()))
                    .as(text)
                    .isEqualTo(told(AnswerReader.any(bytes(text))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"outputs\":[]}",
                "{\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[[1]]}]}",
                "{\"outputs\":[{\"name\":\"Y\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}]}",
                "{\"parameters\":{},\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}",
                "{\"model_name\":1,\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}",
                "{\"outputs\":[{\"name\":\"Y\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}],\"outputs\":[{\"name\":\"Z\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}"
            })
    void whatIsUnusualIsLeftToTheCarefulOne(String text) {
        assertThat(AnswerReader.usual(bytes(text))).isEmpty();
    }

    @Test
    void whatNobodyCanReadIsRefused() {
        assertThatThrownBy(() -> AnswerReader.outputs(bytes("<html>"))).isInstanceOf(BadData.class);
    }

    /// @see #SEED repeats a run: `-Dlastgood.answer.seed=N`
    @Test
    void itSaysWhatTheCarefulOneSaysOrNothing() throws BadData {
        long seed = Long.getLong(SEED, System.nanoTime());
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 40_000; i++) {
            var text = mutated(USUAL.get(random.nextInt(USUAL.size())), random);
            var usual = AnswerReader.usual(bytes(text));
            if (usual.isPresent()) {
                read++;
                assertThat(told(usual.get()))
                        .as("-D%s=%d, round %d: %s", SEED, seed, i, text)
                        .isEqualTo(told(AnswerReader.any(bytes(text))));
            }
        }
        assertThat(read).isGreaterThan(1_000);
    }

    private static String mutated(String text, Random random) {
        var changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, "0123456789.,-e\"{}[]:x ".charAt(random.nextInt(22)));
                default -> changed.setCharAt(at, changed.charAt(random.nextInt(changed.length())));
            }
        }
        return changed.toString();
    }

    private static List<String> told(List<Tensor> tensors) {
        return tensors.stream()
                .map(t -> {
                    var values = new StringBuilder();
                    for (int i = 0; i < t.values().size(); i++) {
                        values.append(t.values().text(i)).append(' ');
                    }
                    return t.name() + t.datatype() + t.shape() + values;
                })
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
