package lastgood.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

class PredictionSealTest {
    private static final ServiceName TUMOUR = new ServiceName("tumour");
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int MANY = 2_000;

    /// Computed by another program.
    private static final String MINTED = "AQUBoxhcUAAqAwcBgQQDaQFkP9AAAAAAAABzA2NhdCDDN9sVGXCbx0I";

    private final PredictionSeal seal = new PredictionSeal(key(1));

    @Test
    void whatIsSealedOpensAgain() {
        drawn(MANY)
                .forEach(prediction -> {
                    var id = seal.seal(TUMOUR, prediction);
                    assertThat(seal.open(TUMOUR, id)).contains(prediction);
                });
    }

    @Test
    void theLargestAndTheSmallestDoToo() {
        Stream.of(
                        values(Collections.nCopies(64, new Value.Whole(Long.MIN_VALUE))),
                        values(Collections.nCopies(64, new Value.Real(-Double.MAX_VALUE))),
                        values(Collections.nCopies(64, new Value.Text("ä".repeat(16)))),
                        values(List.of()),
                        values(
                                List.of(
                                        new Value.Real(Double.NaN),
                                        new Value.Real(-0.0),
                                        new Value.Real(Double.NEGATIVE_INFINITY),
                                        new Value.Whole(Long.MAX_VALUE),
                                        new Value.Text(""),
                                        new Value.Text("\u0000"))),
                        new Prediction(
                                (1L << 48) - 1,
                                Integer.MAX_VALUE,
                                Integer.MAX_VALUE,
                                Integer.MAX_VALUE,
                                Arm.CANDIDATE,
                                true,
                                OptionalInt.of(65_535),
                                List.of(),
                                -1))
                .forEach(p -> assertThat(seal.open(TUMOUR, seal.seal(TUMOUR, p))).contains(p));
    }

    @Test
    void aTextTooLongToCarryIsCarriedAsItsHash() {
        for (var text : List.of("x".repeat(33), "ä".repeat(17), "long ".repeat(1000))) {
            var opened =
                    seal.open(TUMOUR, seal.seal(TUMOUR, values(List.of(new Value.Text(text)))));

            assertThat(opened.orElseThrow().values())
                    .containsExactly(Value.LongText.of(text))
                    .allMatch(v -> v.sameAs(new Value.Text(text)));
        }
    }

    /// Labels come weeks later, perhaps to a newer version: what was minted once must open for ever.
    @Test
    void anIdThatWasMintedLongAgoStillOpens() {
        var prediction =
                new Prediction(
                        1_800_000_000_000L,
                        3,
                        7,
                        1,
                        Arm.CANDIDATE,
                        false,
                        OptionalInt.of(513),
                        List.of(new Value.Whole(-1), new Value.Real(.25), new Value.Text("cat")),
                        42);

        assertThat(seal.seal(TUMOUR, prediction)).isEqualTo(MINTED);
        assertThat(seal.open(TUMOUR, MINTED)).contains(prediction);
    }

    @Test
    void anIdFitsIntoAHeader() {
        var largest = values(Collections.nCopies(64, new Value.Text("x".repeat(32))));
        assertThat(seal.seal(TUMOUR, largest)).matches("[A-Za-z0-9_-]{1,3000}");
        assertThat(seal.seal(TUMOUR, values(List.of(new Value.Whole(1))))).hasSizeLessThan(40);
    }

    @Test
    void everyFlippedBitKeepsItShut() {
        drawn(40)
                .forEach(prediction -> {
                    byte[] sealed = Base64.getUrlDecoder().decode(seal.seal(TUMOUR, prediction));
                    for (int bit = 0; bit < 8 * sealed.length; bit++) {
                        byte[] altered = sealed.clone();
                        altered[bit / 8] ^= (byte) (1 << (bit % 8));
                        assertShut(Base64.getUrlEncoder().withoutPadding().encodeToString(altered));
                    }
                });
    }

    @Test
    void everyOtherLetterKeepsItShut() {
        // also in the last place, some bits of which carry nothing
        drawn(6).forEach(prediction -> {
            var id = seal.seal(TUMOUR, prediction);
            for (int i = 0; i < id.length(); i++) {
                var before = id.substring(0, i);
                char kept = id.charAt(i);
                var after = id.substring(i + 1);
                ALPHABET.chars()
                        .filter(letter -> letter != kept)
                        .forEach(letter -> assertShut(before + (char) letter + after));
            }
        });
    }

    @Test
    void everyTruncationAndEveryAdditionKeepsItShut() {
        drawn(40)
                .forEach(prediction -> {
                    var id = seal.seal(TUMOUR, prediction);
                    IntStream.range(0, id.length()).forEach(n -> assertShut(id.substring(0, n)));
                    IntStream.range(1, id.length()).forEach(n -> assertShut(id.substring(n)));
                    for (var more : List.of("A", "AA", "AAAA", "=", "==", "\n", " ", id)) {
                        assertShut(id + more);
                        assertShut(more + id);
                    }
                });
    }

    @Test
    void anotherServicesIdDoesNotOpen() {
        drawn(MANY)
                .forEach(prediction -> {
                    var id = seal.seal(TUMOUR, prediction);
                    for (var other : List.of("tumou", "tumour2", "wine", "t")) {
                        assertThat(seal.open(new ServiceName(other), id)).isEmpty();
                    }
                });
    }

    @Test
    void anotherKeysIdDoesNotOpen() {
        var other = new PredictionSeal(key(2));
        drawn(MANY)
                .forEach(prediction ->
                        assertThat(other.open(TUMOUR, seal.seal(TUMOUR, prediction))).isEmpty());
    }

    @Test
    void whatWasNeverAnIdDoesNotOpen() {
        var random = new Random(3);
        for (int i = 0; i < MANY; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            assertShut(Base64.getUrlEncoder().withoutPadding().encodeToString(noise));
            assertShut(new String(noise, StandardCharsets.ISO_8859_1));
        }
        Stream.of("", "r1", "ünsinn", "=".repeat(40), "A".repeat(1_000_000))
                .forEach(this::assertShut);
    }

    @Test
    void aCopySealsAndOpensTheSame() {
        var copy = seal.copy();
        drawn(50)
                .forEach(prediction -> {
                    var id = seal.seal(TUMOUR, prediction);
                    assertThat(copy.seal(TUMOUR, prediction)).isEqualTo(id);
                    assertThat(copy.open(TUMOUR, id)).contains(prediction);
                });
    }

    @Test
    void aRefusedIdLeavesNothingBehind() {
        var prediction = values(List.of(new Value.Whole(1)));
        var id = seal.seal(TUMOUR, prediction);
        assertShut(id.substring(1));
        assertShut("x".repeat(50));
        assertThat(seal.open(TUMOUR, id)).contains(prediction);
    }

    @Test
    void everyPredictionHasAnIdOfItsOwn() {
        var ids = new HashSet<String>();
        for (int nonce = 0; nonce < MANY; nonce++) {
            ids.add(
                    seal.seal(
                            TUMOUR,
                            new Prediction(
                                    1_800_000_000_000L,
                                    1,
                                    0,
                                    0,
                                    Arm.LIVE,
                                    false,
                                    OptionalInt.empty(),
                                    List.of(),
                                    nonce)));
        }
        assertThat(ids).hasSize(MANY);
    }

    @Test
    void moreRowsThanAnIdCanCarryAreRefused() {
        assertThatThrownBy(() -> values(Collections.nCopies(65, new Value.Whole(1))))
                .hasMessage("an id carries at most 64 values, got 65");
    }

    @Test
    void armsAreWrittenSmall() {
        assertThat(Arm.LIVE.text()).isEqualTo("live");
        assertThat(Arm.CANDIDATE.text()).isEqualTo("candidate");
    }

    private void assertShut(String id) {
        assertThat(seal.open(TUMOUR, id)).as(id).isEmpty();
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    private static Prediction values(List<Value> values) {
        return new Prediction(
                1_800_000_000_000L, 2, 1, 0, Arm.LIVE, false, OptionalInt.empty(), values, 5);
    }

    private static Stream<Prediction> drawn(int n) {
        return new Random(11).longs(n).mapToObj(seed -> draw(new Random(seed)));
    }

    private static Prediction draw(Random random) {
        return new Prediction(
                random.nextLong(1L << 48),
                1 + random.nextInt(1 << random.nextInt(31)),
                random.nextInt(1 << random.nextInt(31)),
                random.nextInt(12),
                random.nextBoolean() ? Arm.LIVE : Arm.CANDIDATE,
                random.nextBoolean(),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(65_536)),
                Stream.generate(() -> value(random))
                        .limit(random.nextInt(Prediction.MOST_ROWS + 1))
                        .toList(),
                random.nextInt());
    }

    private static Value value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Value.Whole(random.nextLong());
            case 1 -> new Value.Whole(random.nextInt(21) - 10L);
            case 2 -> new Value.Real(Double.longBitsToDouble(random.nextLong()));
            case 3 -> new Value.Real(random.nextBoolean() ? Double.NaN : random.nextGaussian());
            case 4 -> new Value.Text("x".repeat(random.nextInt(33)));
            default -> Value.LongText.of("y".repeat(33 + random.nextInt(100)));
        };
    }
}
