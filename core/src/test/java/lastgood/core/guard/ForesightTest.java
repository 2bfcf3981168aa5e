package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForesightTest {
    private static final GuardSet SMALLEST =
            Lines.set("http.error_rate <= baseline + 0.5%", "quality.error_rate <= baseline + 3%");

    @Test
    void eachGuardButTheHardLimitIsToldForTwiceAndFourTimesTheRate() {
        var sights = new Foresight(.1, OptionalLong.of(6000), Map.of()).sights(SMALLEST);
        assertThat(sights).extracting(Sight::factor).containsExactly(2.0, 4.0, 2.0, 4.0);
        assertThat(sights).extracting(Sight::guard).doesNotContain(Guard.HARD_LIMIT);
        assertThat(sights).allMatch(s -> s.unitsExpected().equals(OptionalLong.of(600)));
        assertThat(sights).extracting(Sight::assumed).containsExactly(.005, .005, .05, .05);
    }

    @Test
    void aStepSeesWhatItHasEnoughUnitsFor() {
        var sights = new Foresight(.1, OptionalLong.of(6000), Map.of()).sights(SMALLEST);
        assertThat(sights.get(3).isSeen()).isTrue();
        assertThat(sights.get(2).isSeen()).isFalse();
        var unknown = new Foresight(.1, OptionalLong.empty(), Map.of()).sights(SMALLEST);
        assertThat(unknown).noneMatch(Sight::isSeen);
        assertThat(unknown.get(3).unitsNeeded()).isEqualTo(sights.get(3).unitsNeeded());
    }

    @Test
    void whatWasObservedOfLiveIsTakenBeforeAnAssumption() {
        var sights =
                new Foresight(.1, OptionalLong.empty(), Map.of(new Signal.Wrong(), .2))
                        .sights(SMALLEST);
        assertThat(sights.get(3).assumed()).isEqualTo(.2);
    }

    @Test
    void whatLiesInsideTheBoundNeverTrips() {
        var sights =
                new Foresight(.1, OptionalLong.of(1_000_000), Map.of())
                        .sights(
                                Lines.set(
                                        "http.error_rate <= baseline * 2",
                                        "http.error_rate <= baseline + 1%"));
        assertThat(sights.get(0).unitsNeeded()).isEmpty();
        assertThat(sights.get(0).isSeen()).isFalse();
        assertThat(sights.get(1).unitsNeeded()).isPresent();
        assertThat(sights.get(2).unitsNeeded()).isEmpty();
    }

    @Test
    void whatLiesAHairBeyondTheBoundIsBeyondAllPatience() {
        var almost = new Foresight(.1, OptionalLong.empty(), Map.of(new Signal.Errors(), 1e-9));
        assertThat(
                        almost.sights(Lines.set("http.error_rate <= baseline * 1.9999"))
                                .getFirst()
                                .unitsNeeded())
                .isEmpty();
    }

    @Test
    void everySignalHasAnAssumption() {
        assertThat(Foresight.assumed(new Signal.Errors())).isEqualTo(.005);
        assertThat(Foresight.assumed(new Signal.OwnErrors())).isEqualTo(.005);
        assertThat(Foresight.assumed(new Signal.Wrong())).isEqualTo(.05);
        assertThat(Foresight.assumed(new Signal.Invalid())).isEqualTo(.001);
        assertThat(Foresight.assumed(new Signal.Slow(Duration.ofMillis(1)))).isEqualTo(.01);
    }

    @Test
    void aLimitIsToldInTimesTheLimit() {
        var sights =
                new Foresight(.1, OptionalLong.of(6000), Map.of(new Signal.Errors(), .2))
                        .sights(
                                Lines.set(
                                        "http.error_rate <= 1%",
                                        "latency.p99 <= 80ms", "features.invalid <= 60%"));
        assertThat(sights).extracting(Sight::assumed).containsExactly(.01, .01, .01, .01, .6, .6);
        assertThat(sights).allMatch(s -> s.unitsNeeded().isPresent());
    }

    @Test
    void atAHundredPercentNothingIsCompared() {
        var sights =
                new Foresight(1, OptionalLong.of(6000), Map.of())
                        .sights(
                                Lines.set(
                                        "http.error_rate <= baseline + 0.5%",
                                        "http.error_rate <= 1%"));
        assertThat(sights.get(1).unitsNeeded()).isEmpty();
        assertThat(sights.get(3).unitsNeeded()).isPresent();
    }

    @Test
    void neverFewerThanTheUnitsAndBadUnitsThatATripNeeds() {
        var sights =
                new Foresight(.1, OptionalLong.empty(), Map.of())
                        .sights(Lines.set("features.invalid <= 0%"));
        assertThat(sights).allMatch(s -> s.unitsNeeded().isEmpty());
        var large =
                new Foresight(.1, OptionalLong.empty(), Map.of(new Signal.Wrong(), .24))
                        .sights(Lines.set("quality.error_rate <= baseline + 1%"));
        assertThat(large.get(1).unitsNeeded()).hasValue(30);
    }

    @Test
    void afterAShadowGuardsThatNeedLabelsNeedSomewhatMoreAsPartOfTheirBetIsOnPairs() {
        var set = Lines.set("quality.error_rate <= baseline * 1.05", "http.error_rate <= 1%");
        var foresight = new Foresight(.1, OptionalLong.empty(), Map.of());
        var plain = foresight.sights(set);
        var shadowed = foresight.sights(set, true);

        assertThat(shadowed.get(1).unitsNeeded().getAsLong())
                .isGreaterThan(plain.get(1).unitsNeeded().getAsLong())
                .isLessThan(plain.get(1).unitsNeeded().getAsLong() * 13 / 10);
        assertThat(shadowed.get(3)).isEqualTo(plain.get(3));
    }

    /// The promise against what happens: half of the rollouts trip within about so many units.
    @Test
    void aboutSoManyUnitsAreNeeded() {
        var set = Lines.set("quality.error_rate <= baseline * 1.05");
        var sight = new Foresight(.1, OptionalLong.empty(), Map.of()).sights(set).get(1);
        int[] needed = new int[101];
        for (int i = 0; i < needed.length; i++) {
            var trial =
                    new Trial(
                            set,
                            new Signal.Wrong(),
                            List.of(.1, 1.0),
                            .05,
                            .20,
                            new SplittableRandom(i));
            needed[i] = trial.unitsToTrip(2000);
        }
        Arrays.sort(needed);
        double told = sight.unitsNeeded().orElseThrow();
        assertThat(needed[50] / told).isBetween(.6, 1.4);
    }
}
