package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;

/// A share is not given to a candidate that could not take it.
class LoadTest {
    private static final Share HALF = new Share(.5);

    @Test
    void aThirdOfWhatIsMeasuredIsNotTooMuchAndFourFifthsAre() {
        assertThat(new Load(1_000, 1_500).isTooMuchAt(HALF)).isFalse();
        assertThat(new Load(2_400, 1_500).isTooMuchAt(HALF)).isTrue();
        assertThat(new Load(1_125, 1_500).isTooMuchAt(Share.ALL)).isFalse();
        assertThat(new Load(1_126, 1_500).isTooMuchAt(Share.ALL)).isTrue();
        assertThat(new Load(1e9, 1).isTooMuchAt(Share.NONE)).isFalse();
    }

    @Test
    void aLoadIsANumberOfRequests() {
        for (double asked : new double[] {-1, Double.NaN}) {
            assertThatThrownBy(() -> new Load(asked, 1)).isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> new Load(1, 0)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aStepIsNotLeftForAShareThatIsTooMuch() {
        given(canaryOfR2()).when(content(200, 1_000, 600)).thenThereIsNothingToDo();
        assertThat(waits(content(200, 1_000, 600)))
                .contains(
                        "r2 takes 600 requests a second here, measured with its golden rows; 50 % of 1,000 would be more than three quarters of that");
    }

    @Test
    void itIsLeftOnceFewerAsk() {
        given(canaryOfR2()).when(content(200, 800, 600)).thenPhase(Phase.Canary.class);
        assertThat(waits(content(200, 800, 600))).isEmpty();
    }

    @Test
    void aTripIsNotHeldUpByIt() {
        var tripping = tripping(200, 2, 0);
        given(canaryOfR2()).when(withLoad(tripping, 1_000, 1)).thenReturns(R1, R2);
    }

    @Test
    void nobodyCanPromoteWhatCouldNotTakeEverything() {
        var problem =
                given(canaryOfR2())
                        .when(promoted(101, content(101, 800, 600)))
                        .thenRefused(Code.NOT_ENOUGH_EVIDENCE);
        assertThat(problem.why())
                .containsExactly(
                        "r2 takes 600 requests a second here, measured with its golden rows; 100 % of 800 would be more than three quarters of that");
    }

    @Test
    void aRolloutDoesNotStartWithAShareThatIsTooMuch() {
        var problem = given(steadyOnR1()).when(started(20_000)).thenRefused(Code.TOO_SLOW);
        assertThat(problem.why())
                .containsExactly(
                        "r2 takes 600 requests a second here, measured with its golden rows; 10 % of 20,000 would be more than three quarters of that");
        given(steadyOnR1()).when(started(4_000)).thenPhase(Phase.Canary.class);
    }

    @Test
    void whatHasNothingToBeComparedWithGoesLiveHoweverMuchIsAsked() {
        given(registered())
                .when(
                        new Event.Started(
                                at(1),
                                ALICE,
                                R1,
                                TERMS,
                                Optional.empty(),
                                Optional.of(new Load(1_000, 1))))
                .thenPhase(Phase.Baking.class);
    }

    @Test
    void ofASegmentOnlyTheShareOfEverybodyIsJudged() {
        var germans = Optional.of(new Audience.Match("x-country", List.of("de")));
        var load = new Load(1_000, 1);
        var segment = terms(new Audience(Optional.empty(), Optional.empty(), germans));
        assertThat(segment.isTooMuch(load, HALF)).isFalse();
        assertThat(segment.isTooMuch(load, Share.ALL)).isTrue();
        var allButGermans = terms(new Audience(Optional.empty(), germans, Optional.empty()));
        assertThat(allButGermans.isTooMuch(load, HALF)).isTrue();
    }

    private static Terms terms(Audience audience) {
        return new Terms(
                TERMS.steps(),
                TERMS.stepTime(),
                TERMS.bake(),
                TERMS.minRequests(),
                TERMS.maxDuration(),
                TERMS.guards(),
                Optional.empty(),
                Optional.of(audience));
    }

    @Test
    void aRollbackSaysWhatItsTargetCannotTake() {
        assertThat(new Load(1_000, 7.5).shortage(R1))
                .isEqualTo(
                        "r1 takes 7.5 requests a second here, measured with its golden rows, and 1,000 are asked now: what it cannot answer in time is refused at once");
    }

    private static Optional<String> waits(Event.Judged judged) {
        return Rules.waits(given(canaryOfR2()).state(), judged);
    }

    private static Event started(double asked) {
        return new Event.Started(
                at(100), ALICE, R2, TERMS, Optional.empty(), Optional.of(new Load(asked, 600)));
    }

    private static Event.Judged content(long minutes, double asked, double most) {
        return withLoad(Cast.content(minutes, 2, 0), asked, most);
    }

    private static Event.Judged withLoad(Event.Judged j, double asked, double most) {
        return new Event.Judged(
                j.at(),
                j.rollout(),
                j.step(),
                j.readings(),
                j.requests(),
                j.ceilings(),
                j.compared(),
                Optional.of(new Load(asked, most)));
    }
}
