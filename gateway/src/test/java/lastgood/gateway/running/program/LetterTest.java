package lastgood.gateway.running.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;
import org.junit.jupiter.api.Test;

/// What servers are asked, whichever way it is written.
class LetterTest {
    /// `-Dseed=` repeats a run.
    @Test
    void theShortWayWritesWhatTheJsonLibraryWould() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 2_000; i++) {
            var inputs =
                    IntStream.range(0, 1 + random.nextInt(3))
                            .mapToObj(at -> tensor(random, "x" + at))
                            .toList();
            var outputs =
                    List.of("y", random.nextBoolean() ? "a \"name\"" : "z").subList(0, 1 + i % 2);

            assertThat(text(Letter.of(inputs, outputs, false)))
                    .as("-Dseed=%d, letter %d", seed, i)
                    .isEqualTo(
                            new String(
                                    Letter.document(inputs, outputs, false),
                                    StandardCharsets.UTF_8));
        }
    }

    @Test
    void aLetterIsWhatItLooksLike() {
        var input =
                new Tensor(
                        "X",
                        Datatype.FP32,
                        List.of(1L, 2L),
                        new Values.Floats(new float[] {1, .1f}));

        assertThat(text(Letter.of(List.of(input), List.of("Y", "Z"), true)))
                .isEqualTo(
                        "{\"inputs\":[{\"name\":\"X\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1.0,0.1]}],\"outputs\":[{\"name\":\"Y\"},{\"name\":\"Z\"}]}");
    }

    private static Tensor tensor(RandomGenerator random, String name) {
        int rows = 1 + random.nextInt(3);
        long values = 2L * rows;
        var shape = List.of((long) rows, 2L);
        return switch (random.nextInt(5)) {
            case 0 ->
                    new Tensor(name, Datatype.FP32, shape, new Values.Floats(floats(random, rows)));
            case 1 ->
                    new Tensor(
                            name,
                            Datatype.FP64,
                            shape,
                            new Values.Doubles(random.doubles(values, -1e300, 1e300).toArray()));
            case 2 ->
                    new Tensor(
                            name,
                            random.nextBoolean() ? Datatype.UINT64 : Datatype.INT64,
                            shape,
                            new Values.Wholes(random.longs(values).toArray()));
            case 3 ->
                    new Tensor(
                            name,
                            Datatype.BOOL,
                            shape,
                            new Values.Wholes(random.longs(values, 0, 2).toArray()));
            default ->
                    new Tensor(
                            name + "ä",
                            Datatype.BYTES,
                            shape,
                            new Values.Texts(
                                    random.ints(values, 0, 300)
                                            .mapToObj(Character::toString)
                                            .toArray(String[]::new)));
        };
    }

    private static float[] floats(RandomGenerator random, int rows) {
        var floats = new float[2 * rows];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(random.nextInt()); // NaN and infinite ones as well
        }
        return floats;
    }

    private static String text(Letter letter) {
        return new String(letter.body(), 0, letter.size(), StandardCharsets.UTF_8);
    }
}
