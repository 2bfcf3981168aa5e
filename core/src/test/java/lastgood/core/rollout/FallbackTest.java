package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;

import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

/// What should serve cannot be made ready.
class FallbackTest {
    private static final String R3_GONE = "r3 could not be made ready: its model is damaged";
    private static final String R1_GONE =
            "r1 could not be made ready: its model is damaged; there is nothing to go back to instead";

    @Test
    void trafficGoesToTheNewestOlderGoodReleaseAndNothingIsHeld() {
        given(steadyOnR3(), restarted(300))
                .when(unready(301, 11, R3))
                .thenPhase(new Phase.Returning(R2, R3, 12, at(301), at(301).plus(Rules.CONFIRM)))
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R2), 12),
                        new Command.Notify(
                                Command.Notice.ROLLBACK, R3_GONE + ". Traffic goes to r2 instead"),
                        new Command.Verify(12, R2))
                .thenTells("fallback", R2, Optional.of(R3), Optional.empty(), Actor.SERVER, R3_GONE)
                .thenHeld()
                .thenActsFirst();
    }

    @Test
    void whereThatCannotBeMadeReadyEitherTheNextOlderOneServes() {
        given(steadyOnR3(), restarted(300), unready(301, 11, R3))
                .when(unready(302, 12, R2))
                .thenPhase(new Phase.Returning(R1, R3, 13, at(302), at(302).plus(Rules.CONFIRM)));
    }

    @Test
    void whereNothingIsLeftAPersonIsCalledAndItIsTriedOn() {
        given(steadyOnR1(), restarted(300))
                .when(unready(301, 3, R1))
                .thenPhase(new Phase.Stuck.Unconfirmed(R1, R1, 4, at(301), R1_GONE))
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R1), 4),
                        new Command.Notify(Command.Notice.STUCK, R1_GONE),
                        new Command.Verify(4, R1))
                .thenTells("stuck", R1, Optional.empty(), Optional.empty(), Actor.SERVER, R1_GONE);
    }

    @Test
    void whatComesBackByItselfIsSteady() {
        given(steadyOnR1(), restarted(300), unready(301, 3, R1))
                .when(served(302, 4, R1))
                .thenPhase(new Phase.Steady(R1));
    }

    @Test
    void anotherReleaseCanBeStartedMeanwhile() {
        given(steadyOnR1(), restarted(300), unready(301, 3, R1))
                .when(started(302, R2))
                .thenPhase(Phase.Baking.class)
                .thenServes(new Route.Split.Proving(R2, Optional.empty(), watch(2, 2)));
    }

    @Test
    void thereIsNothingToRollBackToThen() {
        var story = given(steadyOnR1(), restarted(300), unready(301, 3, R1));
        story.when(rolledBack(302)).thenRefused(Code.NOTHING_TO_RETURN_TO);
        story.when(rolledBack(302, R1)).thenThereIsNothingToDo();
    }

    @Test
    void whatBakesGoesToItsOriginAndIsNotHeld() {
        given(bakingR2(), restarted(150))
                .when(unready(151, 6, R2))
                .thenPhase(new Phase.Returning(R1, R2, 7, at(151), at(151).plus(Rules.CONFIRM)))
                .thenAmongCommands(new Command.Acknowledge(new Route.Veto(2, R2.digest())))
                .thenHeld();
    }

    @Test
    void aPausedRolloutEndsWhereLiveIsGone() {
        given(canaryOfR2(), restarted(150))
                .when(unready(151, 4, R1))
                .thenPhase(new Phase.Stuck.Unconfirmed(R1, R1, 5, at(151), R1_GONE))
                .thenAmongCommands(new Command.Acknowledge(new Route.Veto(2, R2.digest())));
    }

    @Test
    void aTripWhoseOriginIsGoneGoesFurtherBack() {
        var r3Trips = after(steadyOnR2(), started(200, R3), tripping(205, 3, 0));
        given(r3Trips)
                .when(unready(206, 8, R2))
                .thenPhase(new Phase.Returning(R1, R3, 9, at(206), at(206).plus(Rules.CONFIRM)))
                .and(served(207, 9, R1))
                .thenPhase(new Phase.Returned(R1, R3, at(207)))
                .thenCommands(new Command.CloseIncident(R3));
    }

    @Test
    void fromWhereARetreatIsNotConfirmedAnyOlderReleaseCanBeNamed() {
        var stuck = given(steadyOnR3(), rolledBack(300, R1), unready(301, 11, R1));
        stuck.when(rolledBack(302, R2)).thenPhase(Phase.Returning.class);
        stuck.when(rolledBack(302, R4)).thenRefused(Code.NOT_OLDER);
    }

    @Test
    void anotherReleaseOrAnEarlierRouteIsNotWhatServes() {
        var story = given(steadyOnR3(), restarted(300));
        story.when(unready(301, 11, R2)).thenThereIsNothingToDo();
        story.when(unready(301, 10, R3)).thenThereIsNothingToDo();
        given(registered()).when(unready(1, 0, R1)).thenThereIsNothingToDo();
    }

    @Test
    void aPersonIsCalledOnce() {
        given(unconfirmedOnR1()).when(unready(200, 4, R1)).thenThereIsNothingToDo();
        given(corneredOnR1()).when(unready(200, 2, R1)).thenThereIsNothingToDo();
    }

    @Test
    void anotherStartTriesWhatShouldServe() {
        given(steadyOnR1(), restarted(300), unready(301, 3, R1))
                .when(restarted(400))
                .thenPhase(new Phase.Steady(R1))
                .thenServes(new Route.Split.Settled(R1));
    }
}
