package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Verdict;
import lastgood.core.problem.Code;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

/// A candidate that is asked copies, and answers nobody yet.
class ShadowingTest {
    private static final Comparison SEEN =
            new Comparison(240, 240, 228, 240, 4.8, .7, 3, 1, 0, 9, 300_000_000, 240_000_000);
    private static final Route.Split SHADOW = trying(R1, R2, 0, watch(2, 0));

    @Test
    void aRolloutThatBeginsInShadowMovesNoRequest() {
        given(steadyOnR1())
                .when(started(100, R2, inShadow(TERMS, new Shadow.Answers(200))))
                .thenServes(SHADOW)
                .thenTells(
                        "shadow",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        ALICE,
                        "rollout 2, shadow 200")
                .thenWritesFirst();
        var phase = given(shadowOfR2()).state().phase();
        assertThat(phase.share()).isZero();
        assertThat(phase.isShadow()).isTrue();
        assertThat(phase.asksCandidate()).isTrue();
        assertThat(phase.word()).isEqualTo("shadow");
        assertThat(phase.candidate()).contains(R2);
        assertThat(given(shadowOfR2()).state().traffic())
                .isEqualTo("Traffic: 100 % r1, r2 in shadow.");
    }

    @Test
    void itIsLeftAsSoonAsEnoughAnswersWereComparedAndTheHistoryTellsWhatWasSeen() {
        given(shadowOfR2())
                .when(compared(101, 240))
                .thenServes(trying(R1, R2, .1, watch(2, 1)))
                .thenTells(
                        "step",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        Actor.SERVER,
                        "10 % of requests; in shadow: 240 answers compared, 95.0 % of predictions the same,"
                                + " score shift 0.0200 on average, 0.700 at most,"
                                + " 3 failed where live answered, 1.3 ms on average, live 1.0 ms")
                .thenWritesFirst();
        assertThat(given(shadowOfR2(), compared(101, 240)).state().phase())
                .isInstanceOfSatisfying(
                        Phase.Canary.class, c -> assertThat(c.notBefore()).isEqualTo(at(111)));
    }

    @Test
    void fewerAnswersThanItWantsHoldIt() {
        given(shadowOfR2()).when(compared(500, 199)).thenThereIsNothingToDo();
        given(shadowOfR2()).when(compared(500, 200)).thenPhase(Phase.Canary.class);
    }

    @Test
    void aShadowOfTimeLastsItsTimeAndStillNeedsAnswers() {
        var halfAnHour = inShadow(TERMS, new Shadow.Time(Duration.ofMinutes(30)));
        var history = after(steadyOnR1(), started(100, R2, halfAnHour));
        given(history).when(compared(129, 240)).thenThereIsNothingToDo();
        given(history).when(compared(130, 49)).thenThereIsNothingToDo();
        given(history).when(compared(130, 50)).thenServes(trying(R1, R2, .1, watch(2, 1)));
    }

    @Test
    void aGuardThatCannotSeeHoldsItLikeAnyStep() {
        var blind =
                new Event.Judged(
                        at(101),
                        2,
                        0,
                        List.of(ok(Guard.HARD_LIMIT), blind(ERRORS, false), noLabels()),
                        240,
                        CEILINGS,
                        Optional.of(SEEN),
                        Optional.empty());
        given(shadowOfR2()).when(blind).thenThereIsNothingToDo();
    }

    @Test
    void aTripInShadowHoldsTheReleaseBeforeItHasAnsweredAnybody() {
        given(shadowOfR2())
                .when(tripping(101, 2, 0))
                .thenReturns(R1, R2)
                .thenHeld(R2)
                .thenTells(
                        "rollback",
                        R1,
                        Optional.of(R2),
                        Optional.empty(),
                        Actor.guard("quality.error_rate"),
                        "quality.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×),"
                                + " in shadow: it answered nobody");
        given(shadowOfR2()).when(vetoed(101, 2, R2)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void nobodyCanPromoteWhatHasAnsweredNobody() {
        var problem =
                given(shadowOfR2())
                        .when(promoted(101, compared(101, 240)))
                        .thenRefused(Code.NOT_ENOUGH_EVIDENCE);
        assertThat(problem.why())
                .containsExactly(
                        "it is in shadow and answers nobody: all callers at once would be its first");
    }

    @Test
    void aRestartAndALapseEndItAndAResumeBeginsItAgain() {
        var settled = new Route.Split.Settled(R1);
        given(shadowOfR2()).when(restarted(101)).thenServes(settled);
        given(shadowOfR2())
                .when(lapsed(101, 3))
                .thenServes(settled)
                .and(resumed(102))
                .thenServes(SHADOW)
                .and(compared(103, 240))
                .thenServes(trying(R1, R2, .1, watch(2, 1)));
    }

    @Test
    void theLookThatEndsItsBlindnessDoesNotLeaveItAsWell() {
        var resumed = Cast.after(shadowOfR2(), silent(130, 2, 0), compared(140, 240));
        given(resumed).when(compared(140, 240)).thenThereIsNothingToDo();
        given(resumed).when(compared(141, 240)).thenServes(trying(R1, R2, .1, watch(2, 1)));
    }

    @Test
    void pausedByAPersonItGoesOnComparingAndIsNotLeft() {
        var paused = given(shadowOfR2()).when(paused(101)).thenServesTheSame();
        assertThat(paused.state().phase().isShadow()).isTrue();
        given(shadowOfR2(), paused(101)).when(compared(500, 240)).thenThereIsNothingToDo();
        given(shadowOfR2(), paused(101)).when(tripping(102, 2, 0)).thenReturns(R1, R2);
    }

    @Test
    void aShadowBeforeAHundredPercentIsLeftByAPromotion() {
        var atOnce = inShadow(terms(Optional.empty(), 1), new Shadow.Answers(200));
        given(after(steadyOnR1(), started(100, R2, atOnce)))
                .when(compared(101, 240))
                .thenPhase(Phase.Baking.class);
    }

    @Test
    void aFirstReleaseHasNobodyToBeInTheShadowOf() {
        given(registered())
                .when(started(1, R1, inShadow(TERMS, new Shadow.Answers(200))))
                .thenPhase(Phase.Baking.class);
    }

    private static lastgood.core.guard.Reading noLabels() {
        return reading(QUALITY, new Verdict.NotApplicable(), true, true);
    }

    private static Event.Judged compared(long minutes, long answers) {
        return new Event.Judged(
                at(minutes),
                2,
                0,
                List.of(ok(Guard.HARD_LIMIT), ok(ERRORS), noLabels()),
                answers,
                CEILINGS,
                Optional.of(SEEN),
                Optional.empty());
    }
}
