package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.guard.Verdict.NotApplicable;
import lastgood.core.guard.Verdict.Tripped;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

/// What guards make of a candidate in shadow: of each request in it one of two outcomes is counted, by a fair coin.
class ShadowEvidenceTest {
    private static final Signal ERRORS = new Signal.Errors();
    private static final Situation SHADOW =
            new Situation(List.of(0.0, .1, 1.0), 0, true, List.of(), Set.of());
    private static final Situation CANARY =
            new Situation(List.of(0.0, .1, 1.0), 1, true, List.of(), Set.of());

    @Test
    void whoFailsMoreThanLiveInShadowTrips() {
        var counted = Counting.nothing().candidate(0, 40, 60).live(0, 5, 95);

        assertThat(read("http.error_rate <= baseline * 1.25", SHADOW, counted.as(ERRORS)))
                .extracting(Reading::verdict)
                .isEqualTo(new Tripped());
        assertThat(read("http.error_rate <= baseline + 2%", SHADOW, counted.as(ERRORS)))
                .extracting(Reading::verdict)
                .isEqualTo(new Tripped());
    }

    @Test
    void whoIsLikeLiveInShadowMayGoOn() {
        var counted = Counting.nothing().candidate(0, 1, 119).live(0, 1, 119);

        for (var line : List.of("http.error_rate <= baseline * 1.25", "http.error_rate <= 5%")) {
            var reading = read(line, SHADOW, counted.as(ERRORS));
            assertThat(reading.letsAdvance()).as(line + " " + reading).isTrue();
        }
    }

    @Test
    void evidenceOfTheShadowCountsInTheStepsAfterIt() {
        var shadow = Counting.nothing().candidate(0, 20, 80).live(0, 1, 99);
        var both = Counting.nothing().candidate(0, 20, 80).live(0, 1, 99);
        both.candidate(1, 20, 80).live(1, 9, 891);
        var line = "http.error_rate <= baseline * 1.25";

        assertThat(read(line, CANARY, both.as(ERRORS)).logEvidence())
                .isGreaterThan(read(line, CANARY, shadow.as(ERRORS)).logEvidence());
        assertThat(read(line, CANARY, both.as(ERRORS)).n()).isEqualTo(200);
    }

    @Test
    void aGuardThatNeedsLabelsHasNothingToSayInShadowWhileThereAreNone() {
        var line = "quality.error_rate <= baseline + 2%";

        var inShadow = read(line, SHADOW, Evidence.NONE);
        assertThat(inShadow.verdict()).isEqualTo(new NotApplicable());
        assertThat(inShadow.letsAdvance()).isTrue();
        assertThat(read(line, CANARY, Evidence.NONE).letsAdvance()).isFalse();
    }

    /// Both fail on the same requests, and the candidate on one in a hundred that live can answer: inside the bound, and
    /// nobody may trip it more often than the error budget allows, however much the two outcomes of a pair depend on each
    /// other.
    @Test
    void pairsThatFailTogetherAreNoReasonToTrip() {
        int trips = 0;
        int runs = 400;
        for (int seed = 0; seed < runs; seed++) {
            trips += tripsEver(new Random(seed)) ? 1 : 0;
        }
        assertThat(trips).as("of " + runs + " alike releases").isLessThanOrEqualTo(8);
    }

    private static boolean tripsEver(Random random) {
        var counted = Counting.nothing();
        for (int i = 0; i < 600; i++) {
            boolean together = random.nextDouble() < .2;
            boolean candidate = together || random.nextDouble() < .01;
            boolean counts = random.nextBoolean();
            if (counts) {
                counted.candidate(0, candidate ? 1 : 0, candidate ? 0 : 1);
            } else {
                counted.live(0, together ? 1 : 0, together ? 0 : 1);
            }
            if (i % 20 == 19
                    && read("http.error_rate <= baseline + 1%", SHADOW, counted.as(ERRORS))
                            .verdict()
                            .equals(new Tripped())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void comparisonsOfSeveralGatewaysAddUp() {
        var one = new Comparison(2, 2, 1, 2, .5, .4, 1, 0, 0, 3, 10, 20);
        var other = new Comparison(1, 1, 1, 1, .1, .1, 0, 1, 2, 0, 5, 6);

        var both =
                Evidence.of(
                        Stream.of(
                                        Optional.of(one),
                                        Optional.of(other),
                                        Optional.<Comparison>empty())
                                .map(ShadowEvidenceTest::count)
                                .toList(),
                        Tally.EMPTY);

        assertThat(both.compared())
                .contains(new Comparison(3, 3, 2, 3, .6, .4, 1, 1, 2, 3, 15, 26));
        assertThat(one.plus(other)).isEqualTo(other.plus(one));
        assertThat(one.plus(Comparison.NONE)).isEqualTo(one);
        assertThat(one.same()).hasValue(.5);
        assertThat(one.meanShift()).hasValue(.25);
        assertThat(Comparison.NONE.same()).isEmpty();
        assertThat(Evidence.NONE.compared()).isEmpty();
    }

    private static Count count(Optional<Comparison> compared) {
        return new Count(
                "one",
                1,
                new ServiceName("wine"),
                1,
                Map.of(),
                Map.of(),
                Map.of(),
                compared,
                Optional.empty());
    }

    private static Reading read(String line, Situation situation, Evidence evidence) {
        var set = new GuardSet(List.of(Lines.guard(line)));
        return Judge.read(set, situation, evidence).getLast();
    }
}
