package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.problem.Code;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

class TrippingTest {
    private static final String WHY =
            "quality.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×)";

    @Test
    void aTripSendsEverythingBackAtOnceAndHoldsTheCandidate() {
        given(canaryOfR2())
                .when(tripping(105, 2, 0))
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R1), 4),
                        new Command.Acknowledge(new Route.Veto(2, R2.digest())),
                        new Command.OpenIncident(
                                2, R2, Optional.of(R1), List.of(tripped(QUALITY)), true),
                        new Command.Notify(
                                Command.Notice.TRIP,
                                "r2 tripped: " + WHY + ". Traffic is back on r1; r2 is held"),
                        new Command.Verify(4, R1))
                .thenReturns(R1, R2)
                .thenHeld(R2);
    }

    @Test
    void aLimitThatLiveBreaksAsWellIsATripWithoutAHold() {
        var shared = trippedWithLive(Guard.HARD_LIMIT);
        var why =
                "http.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×), and live degraded as well: 58.0 %";
        given(canaryOfR2())
                .when(judged(105, 2, 0, 1000, shared, ok(ERRORS), ok(QUALITY)))
                .thenReturns(R1, R2)
                .thenHeld()
                .thenAmongCommands(
                        new Command.OpenIncident(2, R2, Optional.of(R1), List.of(shared), false),
                        new Command.Notify(
                                Command.Notice.TRIP,
                                "r2 tripped: "
                                        + why
                                        + ". Traffic is back on r1; r2 is not held: look for what both have in common"))
                .thenTells(
                        "rollback",
                        R1,
                        Optional.of(R2),
                        Optional.empty(),
                        Actor.guard("http.error_rate"),
                        why)
                .and(served(106, 4, R1))
                .and(started(107, R2))
                .thenPhase(Phase.Canary.class);
    }

    @Test
    void aGuardThatOnlyTheCandidateBreaksHoldsItWhateverElseBothBreak() {
        given(canaryOfR2())
                .when(
                        judged(
                                105,
                                2,
                                0,
                                1000,
                                trippedWithLive(Guard.HARD_LIMIT),
                                ok(ERRORS),
                                tripped(QUALITY)))
                .thenReturns(R1, R2)
                .thenHeld(R2);
    }

    @Test
    void theHistoryNamesTheGuard() {
        given(canaryOfR2())
                .when(tripping(105, 2, 0))
                .thenTells(
                        "rollback",
                        R1,
                        Optional.of(R2),
                        Optional.empty(),
                        new Actor("guard:quality.error_rate"),
                        WHY);
    }

    @Test
    void theHoldSaysWhoAndWhy() {
        assertThat(given(returningToR1()).standing().hold(R2))
                .contains(new Hold(at(105), Actor.guard("quality.error_rate"), WHY));
    }

    @Test
    void severalGuardsTripAsOne() {
        var both = judged(105, 2, 0, 1000, tripped(Guard.HARD_LIMIT), tripped(QUALITY), ok(ERRORS));
        var story = given(canaryOfR2()).when(both);

        story.thenAmongCommands(
                new Command.OpenIncident(
                        2,
                        R2,
                        Optional.of(R1),
                        List.of(tripped(Guard.HARD_LIMIT), tripped(QUALITY)),
                        true));
        assertThat(story.changed().line().orElseThrow().by().text())
                .isEqualTo("guard:http.error_rate");
    }

    @Test
    void itComesBeforeTheNextStepBeforePausingAndBeforeTheLongestDuration() {
        given(canaryOfR2()).when(tripping(110, 2, 0)).thenReturns(R1, R2);
        given(canaryOfR2())
                .when(judged(200, 2, 0, 1000, tripped(ERRORS), blind(QUALITY, true)))
                .thenReturns(R1, R2)
                .thenHeld(R2);
        var soon = terms(Optional.of(Duration.ofMinutes(30)), .1, 1);
        given(steadyOnR1(), started(100, R2, soon))
                .when(tripping(200, 2, 0))
                .thenReturns(R1, R2)
                .thenHeld(R2);
    }

    @Test
    void readingsOfAnEarlierStepTripToo() {
        given(canaryOfR2(), content(110, 2, 0)).when(tripping(111, 2, 0)).thenReturns(R1, R2);
        given(bakingR2()).when(tripping(121, 2, 1)).thenReturns(R1, R2);
    }

    @Test
    void waitingAtAPersonsPauseSuspendsNoGuard() {
        given(canaryOfR2(), paused(101)).when(tripping(105, 2, 0)).thenReturns(R1, R2);
        given(canaryOfR2(), silent(130, 2, 0)).when(tripping(131, 2, 0)).thenReturns(R1, R2);
        given(canaryOfR2(), restarted(101)).when(tripping(105, 2, 0)).thenReturns(R1, R2);
    }

    @Test
    void whileItBakesItGoesBackToItsOrigin() {
        given(bakingR2()).when(tripping(180, 2, 2)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void whileItIsUnprovenToo() {
        given(unprovenR2()).when(tripping(5000, 2, 2)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void theOriginNeedNotHaveEarnedAnything() {
        given(registered(), started(1, R1), content(61, 1, 2, 0), started(100, R2))
                .when(tripping(105, 2, 0))
                .thenReturns(R1, R2);
    }

    @Test
    void anOriginThatSomebodyHeldMeanwhileIsStillTheWayBack() {
        given(bakingR2(), held(130, R1))
                .when(tripping(131, 2, 2))
                .thenReturns(R1, R2)
                .thenHeld(R1, R2);
    }

    @Test
    void aSecondAlarmAddsNothing() {
        given(returningToR1()).when(tripping(105, 2, 0)).thenThereIsNothingToDo();
        given(returnedToR1()).when(tripping(107, 2, 0)).thenThereIsNothingToDo();
    }

    @Test
    void noLaterPassUnfailsIt() {
        for (var history : List.of(returningToR1(), returnedToR1(), unconfirmedOnR1())) {
            var story = given(history);
            story.when(content(200, 2, 0)).thenThereIsNothingToDo();
            story.when(resumed(200)).thenRefused(Code.NO_ROLLOUT);
            story.when(promoted(200, content(200, 2, 0))).thenRefused(Code.NO_ROLLOUT);
            story.when(started(200, R2)).thenRefused(Code.HELD);
            assertThat(story.when(restarted(200)).state().phase().serving()).contains(R1);
        }
    }

    @Test
    void goldenRowsThatAreMissedAfterAPromotionAreATrip() {
        var why = "golden rows were not answered as they must be: row 3 was answered by r1";
        for (var history : List.of(bakingR2(), unprovenR2())) {
            given(history)
                    .when(missed(181, 5))
                    .thenReturns(R1, R2)
                    .thenHeld(R2)
                    .thenAmongCommands(
                            new Command.OpenIncident(2, R2, Optional.of(R1), List.of(), true))
                    .thenTells(
                            "rollback", R1, Optional.of(R2), Optional.empty(), Actor.SERVER, why);
        }
    }

    @Test
    void goldenRowsMissedUnderAnEarlierRouteMeanNothing() {
        given(bakingR2()).when(missed(181, 4)).thenThereIsNothingToDo();
        given(unprovenR2()).when(missed(181, 4)).thenThereIsNothingToDo();
        given(steadyOnR2()).when(missed(181, 6)).thenThereIsNothingToDo();
        given(canaryOfR2()).when(missed(101, 3)).thenThereIsNothingToDo();
        given(returningToR1()).when(missed(105, 4)).thenThereIsNothingToDo();
    }

    // With nothing to go back to.

    @Test
    void withoutAnOriginNoTrafficMovesAndAPersonIsCalled() {
        var text = "r1 tripped and there is nothing to go back to: " + WHY;
        given(registered(), started(1, R1))
                .when(tripping(5, 1, 2))
                .thenPhase(new Phase.Stuck.Cornered(R1, text))
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R1), 2),
                        new Command.Acknowledge(new Route.Veto(1, R1.digest())),
                        new Command.OpenIncident(
                                1, R1, Optional.empty(), List.of(tripped(QUALITY)), true),
                        new Command.Notify(Command.Notice.STUCK, text))
                .thenTells(
                        "stuck",
                        R1,
                        Optional.empty(),
                        Optional.empty(),
                        new Actor("guard:quality.error_rate"),
                        WHY)
                .thenHeld(R1)
                .thenActsFirst();
    }

    @Test
    void goldenRowsThatAreMissedByTheFirstReleaseCornerItToo() {
        given(registered(), started(1, R1))
                .when(missed(2, 1))
                .thenPhase(Phase.Stuck.Cornered.class)
                .thenHeld(R1);
    }

    @Test
    void anUnprovenFirstReleaseIsCorneredToo() {
        given(registered(), started(1, R1), content(61, 1, 2, 0))
                .when(tripping(500, 1, 2))
                .thenPhase(Phase.Stuck.Cornered.class);
    }

    @Test
    void anotherReleaseGoesLiveAtOnceInstead() {
        given(corneredOnR1())
                .when(started(10, R2))
                .thenPhase(new Phase.Baking(rollout(2, R2, 10), at(70), List.of()))
                .thenCommands(
                        new Command.Serve(
                                new Route.Split.Proving(R2, Optional.empty(), watch(2, 2)), 3),
                        new Command.Verify(3, R2),
                        new Command.CloseIncident(R1))
                .thenTells(
                        "promote",
                        R2,
                        Optional.of(R1),
                        Optional.empty(),
                        ALICE,
                        "r1 tripped, so there is nothing to compare with: live at once")
                .thenHeld(R1)
                .thenWritesFirst();
    }

    @Test
    void theSameOneOnlyAfterItsHoldWasLifted() {
        given(corneredOnR1()).when(started(10, R1)).thenRefused(Code.HELD);
        given(corneredOnR1(), unheld(11, R1))
                .when(started(12, R1))
                .thenPhase(new Phase.Baking(rollout(2, R1, 12), at(72), List.of()))
                .thenTells(
                        "promote",
                        R1,
                        Optional.empty(),
                        Optional.empty(),
                        ALICE,
                        "r1 tripped, so there is nothing to compare with: live at once");
    }

    @Test
    void aReplacementThatTripsDoesNotGoBackToWhatTrippedBefore() {
        given(corneredOnR1(), started(10, R2))
                .when(tripping(15, 2, 2))
                .thenPhase(Phase.Stuck.Cornered.class)
                .thenHeld(R1, R2);
    }

    @Test
    void nothingElseMovesACorneredService() {
        var story = given(corneredOnR1());
        story.when(rolledBack(10)).thenRefused(Code.NOTHING_TO_RETURN_TO);
        story.when(rolledBack(10, R1)).thenThereIsNothingToDo();
        story.when(stopped(10)).thenRefused(Code.NO_ROLLOUT);
        story.when(content(10, 1, 2)).thenThereIsNothingToDo();
        story.when(tripping(10, 1, 2)).thenThereIsNothingToDo();
        story.when(served(10, 2, R1)).thenThereIsNothingToDo();
        story.when(ticked(10)).thenThereIsNothingToDo();
    }

    @Test
    void unlessAPersonNamesAnOlderRelease() {
        var r2First = after(registered(), started(1, R2), tripping(5, 1, 2));
        given(r2First).when(rolledBack(10, R1)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void theNumberOfTheReleaseDoesNotMatterOnlyTheOriginDoes() {
        given(steadyOnR2(), started(200, R1))
                .when(tripping(205, 3, 0))
                .thenReturns(R2, R1)
                .thenHeld(R1);
    }
}
