package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.rollout.Phase.Pause;
import org.junit.jupiter.api.Test;

/// A gateway heard nothing of control for longer than its lease and put its traffic on live.
class LapsingTest {
    private static final Rollout ROLLOUT = rollout(2, R2, R1, 100);
    private static final String WHY =
            "the lease ran out: nobody watched the guards for 15s; r2 is at 0 % until someone"
                    + " resumes";

    @Test
    void theRolloutIsPausedAtZeroAndNobodyIsBlamed() {
        given(canaryOfR2())
                .when(lapsed(101, 3))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, false, Pause.LEASE, at(101)))
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R1), 4),
                        new Command.Notify(Command.Notice.PAUSED, WHY))
                .thenTells("pause", R1, Optional.empty(), Optional.of(R2), Actor.SERVER, WHY)
                .thenHeld()
                .thenActsFirst();
    }

    @Test
    void alsoWhereItWasPausedWithItsShare() {
        for (var pause : List.of(paused(101), silent(130, 2, 0))) {
            given(canaryOfR2(), pause)
                    .when(lapsed(131, 3))
                    .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, false, Pause.LEASE, at(131)))
                    .thenServes(new Route.Split.Settled(R1));
        }
    }

    @Test
    void aLapseOfARouteThatIsGoneIsNothing() {
        given(canaryOfR2()).when(lapsed(101, 2)).thenThereIsNothingToDo();
        given(canaryOfR2(), lapsed(101, 3)).when(lapsed(102, 3)).thenThereIsNothingToDo();
        given(canaryOfR2(), lapsed(101, 3), resumed(102))
                .when(lapsed(103, 3))
                .thenThereIsNothingToDo();
        given(canaryOfR2(), stopped(101)).when(lapsed(102, 4)).thenThereIsNothingToDo();
    }

    @Test
    void whatBakesIsLiveAndHasNoLease() {
        given(bakingR2()).when(lapsed(130, 5)).thenThereIsNothingToDo();
        given(unprovenR2()).when(lapsed(500, 5)).thenThereIsNothingToDo();
    }

    @Test
    void resumedItEntersTheSameStepAndSkipsNone() {
        given(canaryOfR2(), content(110, 2, 0), lapsed(115, 4))
                .when(resumed(116))
                .thenPhase(new Phase.Canary(ROLLOUT, R1, 1, at(126)))
                .thenServes(trying(R1, R2, .5, watch(2, 1)));
    }

    @Test
    void aRestartAfterItTellsNothingNew() {
        given(canaryOfR2(), lapsed(101, 3))
                .when(restarted(102))
                .thenPhase(new Phase.Paused(ROLLOUT, R1, 0, false, Pause.LEASE, at(101)))
                .thenCommands(new Command.Serve(new Route.Split.Settled(R1), 5))
                .thenTellsNothing();
    }

    @Test
    void aTripIsStillATrip() {
        given(canaryOfR2(), lapsed(101, 3))
                .when(vetoed(102, 2, R2))
                .thenReturns(R1, R2)
                .thenHeld(R2);
    }
}
