package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.rollout.Phase.Pause;
import org.junit.jupiter.api.Test;

class RestartingTest {
    private static final Rollout ROLLOUT = rollout(2, R2, R1, 100);

    @Test
    void aCandidateIsAtZeroUntilSomeoneResumes() {
        var why = "the server started again; r2 is at 0 % until someone resumes";
        given(canaryOfR2())
                .when(restarted(101))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, false, Pause.RESTART, at(101)))
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R1), 4),
                        new Command.Notify(Command.Notice.PAUSED, why))
                .thenTells("pause", R1, Optional.empty(), Optional.of(R2), Actor.SERVER, why)
                .thenActsFirst();
    }

    @Test
    void alsoWhereItWasPausedWithItsShare() {
        given(canaryOfR2(), paused(101))
                .when(restarted(102))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, false, Pause.RESTART, at(102)))
                .thenServes(new Route.Split.Settled(R1));
        given(canaryOfR2(), silent(130, 2, 0))
                .when(restarted(131))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, false, Pause.RESTART, at(131)));
    }

    @Test
    void resumedItEntersTheSameStepAndSkipsNone() {
        given(canaryOfR2(), content(110, 2, 0), restarted(115))
                .when(resumed(116))
                .thenPhase(new Phase.Canary(ROLLOUT, R1, 1, at(126)))
                .thenServes(trying(R1, R2, .5, watch(2, 1)));
    }

    @Test
    void startingAgainAndAgainTellsItOnce() {
        given(canaryOfR2(), restarted(101))
                .when(restarted(102))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, false, Pause.RESTART, at(101)))
                .thenCommands(new Command.Serve(new Route.Split.Settled(R1), 5))
                .thenTellsNothing();
    }

    @Test
    void aBakeGoesOnWithItsDeadline() {
        given(bakingR2())
                .when(restarted(150))
                .thenPhase(new Phase.Baking(ROLLOUT, at(180), CEILINGS))
                .thenCommands(
                        new Command.Serve(
                                new Route.Split.Proving(R2, Optional.of(R1), watch(2, 2)), 6),
                        new Command.Verify(6, R2))
                .thenTellsNothing();
    }

    @Test
    void anUnprovenReleaseStaysLiveAndWatched() {
        given(unprovenR2())
                .when(restarted(500))
                .thenPhase(new Phase.Unproven(ROLLOUT, CEILINGS))
                .thenServes(new Route.Split.Proving(R2, Optional.of(R1), watch(2, 2)))
                .thenAmongCommands(new Command.Verify(6, R2));
    }

    @Test
    void aRetreatIsAskedForAgainWithTimeAnew() {
        for (var history : List.of(returningToR1(), unconfirmedOnR1())) {
            given(history)
                    .when(restarted(120))
                    .thenPhase(new Phase.Returning(R1, R2, 5, at(105), at(120).plus(Rules.CONFIRM)))
                    .thenCommands(
                            new Command.Serve(new Route.Split.Settled(R1), 5),
                            new Command.Verify(5, R1))
                    .thenTellsNothing()
                    .thenActsFirst();
        }
    }

    @Test
    void whatServedServesOn() {
        given(steadyOnR2())
                .when(restarted(200))
                .thenPhase(new Phase.Steady(R2))
                .thenCommands(new Command.Serve(new Route.Split.Settled(R2), 7));
        given(returnedToR1())
                .when(restarted(200))
                .thenPhase(new Phase.Returned(R1, R2, at(106)))
                .thenCommands(new Command.Serve(new Route.Split.Settled(R1), 5));
        given(corneredOnR1())
                .when(restarted(200))
                .thenPhase(Phase.Stuck.Cornered.class)
                .thenCommands(new Command.Serve(new Route.Split.Settled(R1), 3));
    }

    @Test
    void nothingServesWhereNothingServed() {
        given(registered()).when(restarted(1)).thenThereIsNothingToDo();
    }
}
