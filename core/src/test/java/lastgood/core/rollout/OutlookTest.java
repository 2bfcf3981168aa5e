package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import lastgood.core.guard.GuardSet;
import lastgood.core.rollout.Outlook.StepSight;
import org.junit.jupiter.api.Test;

class OutlookTest {
    private static final GuardSet GUARDS = GuardSet.standard(false);

    @Test
    void everyStepButTheLastIsTold() {
        var steps = outlook(OptionalDouble.of(20)).steps();

        assertThat(steps).extracting(StepSight::step).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(steps).extracting(StepSight::share).containsOnly(.1, .5);
    }

    @Test
    void whatAStepExpectsIsItsShareOfItsTime() {
        var first = outlook(OptionalDouble.of(20)).steps().getFirst();

        assertThat(first.sight().unitsExpected()).hasValue(20 * 600 / 10);
    }

    @Test
    void whatItNeedsTakesItsTime() {
        for (var step : outlook(OptionalDouble.of(20)).steps()) {
            long needed = step.sight().unitsNeeded().orElseThrow();
            assertThat(step.seconds().orElseThrow())
                    .isCloseTo(needed / (20 * step.share()), within(1e-6));
        }
    }

    @Test
    void withoutTrafficNobodyKnows() {
        assertThat(outlook(OptionalDouble.empty()).steps())
                .allMatch(step -> step.seconds().isEmpty())
                .allMatch(step -> step.sight().unitsExpected().isEmpty())
                .allMatch(step -> step.sight().unitsNeeded().isPresent());
    }

    /// A hundred copies a second at most, and of each pair one outcome counts.
    @Test
    void aShadowSeesWhatItIsAskedAndNeedsNoLabels() {
        var shadow = List.of(Share.NONE, new Share(.5), Share.ALL);
        var terms = terms(shadow, Optional.of(new Shadow.Time(Duration.ofMinutes(5))));
        var steps = new Outlook(terms, OptionalDouble.of(1000), Map.of()).steps();
        var inShadow = steps.stream().filter(s -> s.step() == 0).toList();

        assertThat(inShadow)
                .extracting(s -> s.sight().guard().metric().text())
                .containsOnly("http.error_rate");
        assertThat(inShadow.getFirst().sight().unitsExpected()).hasValue(100 * 300 / 2);
        long needed = inShadow.getFirst().sight().unitsNeeded().orElseThrow();
        assertThat(inShadow.getFirst().seconds()).hasValue(needed / 50.0);
    }

    @Test
    void aShadowOfSoManyAnswersKnowsThemWithoutTraffic() {
        var shadow = List.of(Share.NONE, Share.ALL);
        var terms = terms(shadow, Optional.of(new Shadow.Answers(400)));
        var first = new Outlook(terms, OptionalDouble.empty(), Map.of()).steps().getFirst();

        assertThat(first.sight().unitsExpected()).hasValue(200);
        assertThat(first.seconds()).isEmpty();
    }

    @Test
    void howManyATimedShadowIsAskedNobodyKnowsWithoutTraffic() {
        var shadow = List.of(Share.NONE, Share.ALL);
        var terms = terms(shadow, Optional.of(new Shadow.Time(Duration.ofMinutes(5))));
        var steps = new Outlook(terms, OptionalDouble.empty(), Map.of()).steps();

        assertThat(steps).isNotEmpty().allMatch(s -> s.sight().unitsExpected().isEmpty());
    }

    @Test
    void whatIsInsideTheBoundTakesNoTime() {
        var twice = new GuardSet(List.of(GUARDS.lines().getFirst()));
        var terms = terms(List.of(new Share(.1), Share.ALL), Optional.empty()).withGuards(twice);
        var known = Map.of(twice.lines().getFirst().signal(), .9);
        var steps = new Outlook(terms, OptionalDouble.of(20), known).steps();

        assertThat(steps).isNotEmpty().allMatch(s -> s.sight().unitsNeeded().isEmpty());
        assertThat(steps).allMatch(s -> s.seconds().isEmpty());
    }

    private static Outlook outlook(OptionalDouble perSecond) {
        var steps = List.of(new Share(.1), new Share(.5), Share.ALL);
        return new Outlook(terms(steps, Optional.empty()), perSecond, Map.of());
    }

    private static Terms terms(List<Share> steps, Optional<Shadow> shadow) {
        return new Terms(
                steps,
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                50,
                Optional.empty(),
                GUARDS,
                shadow);
    }
}
