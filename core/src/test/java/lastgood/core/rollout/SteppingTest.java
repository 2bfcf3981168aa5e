package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Verdict;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

class SteppingTest {
    private static final Guard HARD = Guard.HARD_LIMIT;

    @Test
    void aStepIsLeftWhenItsTimeIsOverAndEveryGuardLetsItPass() {
        given(canaryOfR2())
                .when(content(110, 2, 0))
                .thenPhase(new Phase.Canary(rollout(2, R2, R1, 100), R1, 1, at(120)))
                .thenCommands(new Command.Serve(trying(R1, R2, .5, watch(2, 1)), 4))
                .thenTells(
                        "step",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        Actor.SERVER,
                        "50 % of requests")
                .thenWritesFirst();
    }

    @Test
    void aStepLastsItsTime() {
        given(canaryOfR2()).when(content(109, 2, 0)).thenThereIsNothingToDo();
    }

    @Test
    void aStepNeedsItsRequests() {
        given(canaryOfR2()).when(content(200, 2, 0, 49)).thenThereIsNothingToDo();
        given(canaryOfR2()).when(content(200, 2, 0, 50)).thenPhase(Phase.Canary.class);
    }

    @Test
    void requestsOfTheStepBeforeDoNotCount() {
        given(canaryOfR2(), content(110, 2, 0)).when(content(120, 2, 0)).thenThereIsNothingToDo();
    }

    @Test
    void oneGuardThatCannotSeeHoldsTheStep() {
        given(canaryOfR2())
                .when(judged(200, 2, 0, 1000, ok(HARD), ok(ERRORS), blind(QUALITY, false)))
                .thenThereIsNothingToDo();
    }

    @Test
    void oneGuardThatIsStillLearningHoldsTheStep() {
        var learning = reading(QUALITY, new Verdict.Learning(), true, true);
        given(canaryOfR2())
                .when(judged(200, 2, 0, 1000, ok(HARD), ok(ERRORS), learning))
                .thenThereIsNothingToDo();
    }

    @Test
    void aPointEstimateOutsideItsBoundHoldsTheStep() {
        var outside = reading(QUALITY, new Verdict.Watching(), false, true);
        given(canaryOfR2())
                .when(judged(200, 2, 0, 1000, ok(HARD), ok(ERRORS), outside))
                .thenThereIsNothingToDo();
    }

    @Test
    void aMuchWorseReleaseThatIsNotRuledOutHoldsTheStep() {
        var unclear = reading(QUALITY, new Verdict.Watching(), true, false);
        given(canaryOfR2())
                .when(judged(200, 2, 0, 1000, ok(HARD), ok(ERRORS), unclear))
                .thenThereIsNothingToDo();
    }

    @Test
    void aGuardThatDoesNotApplyHoldsNothing() {
        var notApplicable = reading(QUALITY, new Verdict.NotApplicable(), true, true);
        given(canaryOfR2())
                .when(judged(200, 2, 0, 1000, ok(HARD), ok(ERRORS), notApplicable))
                .thenPhase(Phase.Canary.class);
    }

    @Test
    void aGuardThatWasNotReadIsNotContent() {
        given(canaryOfR2())
                .when(judged(200, 2, 0, 1000, ok(HARD), ok(ERRORS)))
                .thenThereIsNothingToDo();
        given(canaryOfR2()).when(judged(200, 2, 0, 1000)).thenThereIsNothingToDo();
    }

    @Test
    void readingsOfAnotherRolloutMeanNothing() {
        given(canaryOfR2()).when(content(200, 1, 0)).thenThereIsNothingToDo();
        given(canaryOfR2()).when(tripping(200, 1, 0)).thenThereIsNothingToDo();
        given(steadyOnR1()).when(tripping(200, 1, 2)).thenThereIsNothingToDo();
        given(returnedToR1()).when(tripping(200, 2, 0)).thenThereIsNothingToDo();
    }

    @Test
    void theLastStepIsLeftByAPromotion() {
        given(canaryOfR2(), content(110, 2, 0))
                .when(content(120, 2, 1))
                .thenPhase(new Phase.Baking(rollout(2, R2, R1, 100), at(180), CEILINGS))
                .thenCommands(
                        new Command.Serve(
                                new Route.Split.Proving(R2, Optional.of(R1), watch(2, 2)), 5),
                        new Command.Verify(5, R2),
                        new Command.Notify(
                                Command.Notice.PROMOTED,
                                "r2 is live at 100 % and bakes until 2026-11-24T03:00:00Z"))
                .thenTells(
                        "promote",
                        R2,
                        Optional.of(R1),
                        Optional.empty(),
                        Actor.SERVER,
                        "every guard let it pass")
                .thenWritesFirst();
    }

    @Test
    void aLaterApplyDoesNotTouchARunningRollout() {
        var looser =
                new Settings(
                        Settings.Task.CLASSIFICATION,
                        terms(Optional.empty(), .9, 1),
                        Optional.empty(),
                        List.of());
        given(canaryOfR2(), new Event.Applied(at(101), ALICE, looser))
                .when(content(110, 2, 0))
                .thenServes(trying(R1, R2, .5, watch(2, 1)));
    }
}
