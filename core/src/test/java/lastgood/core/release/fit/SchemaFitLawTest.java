package lastgood.core.release.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import org.junit.jupiter.api.Test;

/// What is said to fit, against every request and every answer there is in thousands of small random schemas.
///
/// A failure names its seed; `-Dseed=…` looks at that one alone.
class SchemaFitLawTest {
    private static final int PAIRS = 5_000;

    @Test
    void aRequestThatIsValidTodayIsValidThereExactlyWhereNothingBreaks() {
        int fits = 0;
        var broken = EnumSet.noneOf(Rule.class);
        for (var seed : seeds()) {
            var schemas = new SmallSchemas(seed);
            var from = schemas.tensors();
            var to = schemas.like(from);
            // Half of the pairs are looked at from the other end, so that things are added too.
            var breaks = seed % 2 == 0 ? looked(seed, from, to) : looked(seed, to, from);
            fits += breaks.isEmpty() ? 1 : 0;
            breaks.forEach(b -> broken.add(b.rule()));
        }
        if (System.getProperty("seed") == null) {
            assertThat(fits).as("pairs that fit").isBetween(PAIRS / 10, PAIRS * 9 / 10);
            assertThat(broken)
                    .containsExactlyInAnyOrderElementsOf(
                            EnumSet.complementOf(
                                    EnumSet.of(Rule.COLUMN, Rule.UNIT, Rule.DROPPED_OUTPUT)));
        }
    }

    @Test
    void anAnswerFromThereCanBeReadTodayWhereNothingBreaks() {
        for (var seed : seeds()) {
            var schemas = new SmallSchemas(seed);
            var from = schemas.tensors();
            var to = schemas.like(from);
            var breaks = SchemaFit.breaks(new Schema(List.of(), from), new Schema(List.of(), to));
            if (breaks.isEmpty()) {
                assertThat(valid(to))
                        .as(repeat(seed))
                        .allMatch(answer ->
                                from.stream()
                                        .allMatch(t ->
                                                SmallSchemas.isValid(
                                                        List.of(t), only(answer, t.name()))));
            }
        }
    }

    private static List<Break> looked(long seed, List<TensorSpec> from, List<TensorSpec> to) {
        var breaks = SchemaFit.breaks(new Schema(from, List.of()), new Schema(to, List.of()));
        var requests = valid(from);
        boolean taken = requests.stream().allMatch(r -> SmallSchemas.isValid(to, r));
        if (breaks.isEmpty()) {
            assertThat(taken).as(repeat(seed)).isTrue();
        } else if (!requests.isEmpty() && breaks.stream().noneMatch(SchemaFitLawTest::isCautious)) {
            assertThat(taken).as("%s: %s", repeat(seed), breaks).isFalse();
        }
        return breaks;
    }

    /// A list may hold all that could be sent so far and is told as a break all the same: nobody counts that up.
    private static boolean isCautious(Break each) {
        return each.rule() == Rule.VALUES && each.was().equals("any");
    }

    private static List<Map<String, SmallSchemas.Sent>> valid(List<TensorSpec> tensors) {
        return SmallSchemas.all(tensors).stream()
                .filter(sent -> SmallSchemas.isValid(tensors, sent))
                .toList();
    }

    private static Map<String, SmallSchemas.Sent> only(
            Map<String, SmallSchemas.Sent> sent, String name) {
        return sent.entrySet().stream()
                .filter(e -> e.getKey().equals(name))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<Long> seeds() {
        var one = System.getProperty("seed");
        var seeds =
                one != null
                        ? LongStream.of(Long.parseLong(one))
                        : new Random(20_261_126).longs(PAIRS);
        return seeds.boxed().toList();
    }

    private static String repeat(long seed) {
        return "seed "
                + seed
                + "; repeat: ./dev mvn -q -pl core test -Dtest=SchemaFitLawTest -Dseed="
                + seed;
    }
}
