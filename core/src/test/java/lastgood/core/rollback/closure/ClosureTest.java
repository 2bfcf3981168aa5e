package lastgood.core.rollback.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The search against every combination there is, in thousands of small random worlds.
///
/// A failure names its seed; `-Dseed=…` looks at that one alone.
class ClosureTest {
    private static final int WORLDS = 20_000;

    @Test
    void whatIsFoundIsTheBestOfAllThatIsSafeAndWhatIsBlockedIsBlocked() {
        int[] found = new int[2];
        seeds().forEach(seed -> {
            var question = new Worlds(seed).next();
            var best = BruteForce.best(question.world(), question.service(), question.target());
            switch (Closure.of(question.world(), question.service(), question.target())) {
                case Closure.Found(var moves, _) -> {
                    assertThat(best).as(repeat(seed)).contains(moves);
                    found[0]++;
                }
                case Closure.Blocked(var misfits, _) -> {
                    assertThat(best).as(repeat(seed)).isEmpty();
                    assertThat(misfits).as(repeat(seed)).isNotEmpty();
                    found[1]++;
                }
            }
        });
        if (System.getProperty("seed") == null) {
            assertThat(found[0]).as("worlds with a way back").isGreaterThan(WORLDS / 10);
            assertThat(found[1]).as("worlds without").isGreaterThan(WORLDS / 10);
        }
    }

    @Test
    void everyPairThatIsNamedIsOneThatDoesNotFit() {
        seeds().forEach(seed -> {
            var question = new Worlds(seed).next();
            if (Closure.of(question.world(), question.service(), question.target())
                    instanceof Closure.Blocked(var misfits, _)) {
                assertThat(misfits)
                        .as(repeat(seed))
                        .allSatisfy(m -> assertThat(m.accepts()).doesNotContain(m.version()));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Law.class)
    void aSearchThatForgetsALawIsFoundOut(Law forgotten) {
        var laws = EnumSet.complementOf(EnumSet.of(forgotten));
        var questions =
                Stream.concat(
                        Stream.of(Drawn.aNewerReleaseOrAnEarlierName()),
                        seeds().mapToObj(seed -> new Worlds(seed).next()));
        assertThat(questions.anyMatch(q -> isMissed(q, laws))).isTrue();
    }

    private static boolean isMissed(Worlds.Question q, EnumSet<Law> laws) {
        var said = new Search(q.world(), q.service(), q.target(), laws).run();
        var best = BruteForce.best(q.world(), q.service(), q.target());
        return !best.<Closure>map(moves -> new Closure.Found(moves, true))
                .map(said::equals)
                .orElse(said instanceof Closure.Blocked);
    }

    private static LongStream seeds() {
        var one = System.getProperty("seed");
        return one != null
                ? LongStream.of(Long.parseLong(one))
                : new Random(20_261_126).longs(WORLDS);
    }

    private static String repeat(long seed) {
        return "seed "
                + seed
                + "; repeat: ./dev mvn -q -pl core test -Dtest=ClosureTest -Dseed="
                + seed;
    }
}
