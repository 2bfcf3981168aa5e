package lastgood.gateway.protocol.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast way to write an answer writes what the JSON library writes, or nothing.
class UsualAnswerTest {
    private static final String SEED = "lastgood.answer.seed";

    @Test
    void theUsualAnswerIsWritten() {
        var outputs =
                List.of(
                        new Tensor(
                                "p",
                                Datatype.FP32,
                                List.of(1L, 2L),
                                new Values.Floats(new float[] {.25f, 1e-9f})),
                        new Tensor(
                                "label",
                                Datatype.BOOL,
                                List.of(1L),
                                new Values.Wholes(new long[] {1})));

        assertThat(usual("two", Optional.of("q 1"), outputs))
                .contains(
                        "{\"model_name\":\"two\",\"model_version\":\"r1\",\"id\":\"q 1\",\"outputs\":["
                                + "{\"name\":\"p\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[0.25,1.0E-9]},"
                                + "{\"name\":\"label\",\"datatype\":\"BOOL\",\"shape\":[1],\"data\":[true]}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "k\u00fc", "a\nb", "\u007f"})
    void aNameThatJsonWritesOtherwiseIsLeftToTheLibrary(String name) {
        var output = new Tensor(name, Datatype.INT64, List.of(1L), new Values.Wholes(new long[1]));

        assertThat(usual("two", Optional.empty(), List.of(output))).isEmpty();
        assertThat(usual("two", Optional.of(name), List.of())).isEmpty();
    }

    @Test
    void whatIsNoNumberIsLeftToTheLibrary() {
        for (var values :
                List.<Values>of(
                        new Values.Floats(new float[] {Float.NaN}),
                        new Values.Doubles(new double[] {Double.NEGATIVE_INFINITY}),
                        new Values.Texts(new String[] {"a"}))) {
            var output = new Tensor("y", Datatype.FP32, List.of(1L), values);
            assertThat(usual("two", Optional.empty(), List.of(output))).isEmpty();
        }
    }

    /// @see #SEED repeats a run: `-Dlastgood.answer.seed=N`
    @Test
    void itWritesWhatTheLibraryWritesToTheByte() {
        long seed = Long.getLong(SEED, System.nanoTime());
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var outputs = new ArrayList<Tensor>();
            for (int n = random.nextInt(4); n > 0; n--) {
                outputs.add(drawn("y" + n, random));
            }
            var id = random.nextBoolean() ? Optional.of("q" + i) : Optional.<String>empty();
            var request = new InferRequest(id, Map.of(), List.of(), false, OptionalLong.empty());
            var given = Given.by("r1", "two", outputs);
            assertThat(usual("two", id, outputs))
                    .as("-D%s=%d", SEED, seed)
                    .contains(text(InferWriter.any(request, given, outputs).body()));
        }
    }

    private static Tensor drawn(String name, Random random) {
        int size = 1 + random.nextInt(5);
        var shape = List.of((long) size);
        return switch (random.nextInt(5)) {
            case 0 -> {
                var values = new float[size];
                for (int i = 0; i < size; i++) {
                    float any = Float.intBitsToFloat(random.nextInt());
                    values[i] = Float.isFinite(any) ? any : random.nextFloat();
                }
                yield new Tensor(name, Datatype.FP32, shape, new Values.Floats(values));
            }
            case 1 -> {
                var values = new double[size];
                for (int i = 0; i < size; i++) {
                    double any = Double.longBitsToDouble(random.nextLong());
                    values[i] = Double.isFinite(any) ? any : random.nextDouble();
                }
                yield new Tensor(name, Datatype.FP64, shape, new Values.Doubles(values));
            }
            case 2 ->
                    new Tensor(
                            name,
                            Datatype.BOOL,
                            shape,
                            new Values.Wholes(random.longs(size, 0, 2).toArray()));
            case 3 ->
                    new Tensor(
                            name,
                            Datatype.UINT64,
                            shape,
                            new Values.Wholes(random.longs(size).toArray()));
            default ->
                    new Tensor(
                            name,
                            Datatype.INT64,
                            List.of(),
                            new Values.Wholes(random.longs(1).toArray()));
        };
    }

    private static Optional<String> usual(
            String service, Optional<String> id, List<Tensor> outputs) {
        return UsualAnswer.write(service, "r1", id, outputs).map(UsualAnswerTest::text);
    }

    private static String text(ByteBuf body) {
        var text = body.toString(StandardCharsets.UTF_8);
        body.release();
        return text;
    }
}
