package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.problem.Code;
import lastgood.core.release.Actor;
import lastgood.core.rollout.Phase.Pause;
import org.junit.jupiter.api.Test;

class PausingTest {
    private static final Rollout ROLLOUT = rollout(2, R2, R1, 100);

    @Test
    void aPersonsPauseLeavesTheCandidateItsShareAndItsGuardsArmed() {
        given(canaryOfR2())
                .when(paused(101))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, true, Pause.PERSON, at(101)))
                .thenServesTheSame()
                .thenCommands()
                .thenTells(
                        "pause",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        BOB,
                        "paused by a person; guards stay armed")
                .thenWritesFirst();
    }

    @Test
    void noStepIsLeftMeanwhile() {
        given(canaryOfR2(), paused(101)).when(content(500, 2, 0)).thenThereIsNothingToDo();
    }

    @Test
    void resumingEntersTheSameStepAgainWithItsTimeAnew() {
        given(canaryOfR2(), content(110, 2, 0), paused(115))
                .when(resumed(200))
                .thenPhase(new Phase.Canary(ROLLOUT, R1, 1, at(210)))
                .thenServes(trying(R1, R2, .5, watch(2, 1)))
                .thenTells(
                        "resume",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        BOB,
                        "step 2 again, with its evidence")
                .thenWritesFirst();
    }

    @Test
    void blindnessBeyondItsPatiencePauses() {
        given(canaryOfR2())
                .when(silent(130, 2, 0))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, true, Pause.BLIND, at(130)))
                .thenServesTheSame()
                .thenCommands(
                        new Command.Notify(
                                Command.Notice.PAUSED,
                                "r2 is paused, blind for longer than its patience: quality"))
                .thenTells(
                        "pause",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        Actor.SERVER,
                        "blind for longer than its patience: quality");
    }

    @Test
    void aPauseForBlindnessEndsByItselfWhenTheGuardSeesAgain() {
        given(canaryOfR2(), silent(130, 2, 0))
                .when(content(140, 2, 0))
                .thenPhase(new Phase.Canary(ROLLOUT, R1, 0, at(150)))
                .thenTells(
                        "resume",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        Actor.SERVER,
                        "step 1 again, with its evidence");
    }

    @Test
    void theStepStillLastsItsTimeAfterwards() {
        var seesAgain = Cast.after(canaryOfR2(), silent(130, 2, 0), content(140, 2, 0));
        given(seesAgain).when(content(149, 2, 0)).thenThereIsNothingToDo();
        given(seesAgain).when(content(150, 2, 0)).thenServes(trying(R1, R2, .5, watch(2, 1)));
    }

    @Test
    void aGuardThatIsNotReadDoesNotSee() {
        given(canaryOfR2(), silent(130, 2, 0))
                .when(judged(140, 2, 0, 1000, ok(Guard.HARD_LIMIT), ok(ERRORS)))
                .thenThereIsNothingToDo();
        given(canaryOfR2(), silent(130, 2, 0)).when(silent(140, 2, 0)).thenThereIsNothingToDo();
    }

    @Test
    void aPersonsPauseDoesNotEndByItself() {
        given(canaryOfR2(), silent(130, 2, 0))
                .when(paused(131))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, true, Pause.PERSON, at(131)))
                .and(content(140, 2, 0))
                .thenThereIsNothingToDo();
    }

    @Test
    void norDoesOneAfterARestart() {
        given(canaryOfR2(), restarted(101)).when(content(500, 2, 0)).thenThereIsNothingToDo();
        given(canaryOfR2(), silent(130, 2, 0), restarted(131))
                .when(content(500, 2, 0))
                .thenThereIsNothingToDo();
    }

    @Test
    void aPersonMayResumeAfterAnyPause() {
        given(canaryOfR2(), silent(130, 2, 0)).when(resumed(131)).thenPhase(Phase.Canary.class);
        given(canaryOfR2(), restarted(101)).when(resumed(102)).thenPhase(Phase.Canary.class);
    }

    @Test
    void twiceIsOnce() {
        given(canaryOfR2(), paused(101)).when(paused(102)).thenThereIsNothingToDo();
        given(canaryOfR2(), restarted(101)).when(paused(102)).thenThereIsNothingToDo();
        given(canaryOfR2()).when(resumed(101)).thenThereIsNothingToDo();
    }

    @Test
    void onlyARolloutBelowAHundredPercentCanStandStill() {
        for (var history :
                List.of(
                        registered(),
                        steadyOnR1(),
                        bakingR2(),
                        unprovenR2(),
                        returningToR1(),
                        returnedToR1(),
                        unconfirmedOnR1(),
                        corneredOnR1())) {
            given(history).when(paused(300)).thenRefused(Code.NO_ROLLOUT);
            given(history).when(resumed(300)).thenRefused(Code.NO_ROLLOUT);
        }
    }
}
