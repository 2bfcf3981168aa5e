package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;

class RollingBackTest {
    @Test
    void itGoesToTheNewestGoodReleaseOlderThanLiveAndHoldsLive() {
        given(steadyOnR3())
                .when(rolledBack(300))
                .thenReturns(R2, R3)
                .thenHeld(R3)
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R2), 11),
                        new Command.Notify(
                                Command.Notice.ROLLBACK, "rolled back from r3 to r2: it smells"),
                        new Command.Verify(11, R2))
                .thenTells("rollback", R2, Optional.of(R3), Optional.empty(), BOB, "it smells");
    }

    @Test
    void aHeldReleaseIsPassedOver() {
        given(steadyOnR3(), held(290, R2)).when(rolledBack(300)).thenReturns(R1, R3);
    }

    @Test
    void withoutAReasonItSaysWho() {
        given(steadyOnR2())
                .when(new Event.RolledBack(at(300), BOB, Optional.empty(), ""))
                .thenTells(
                        "rollback",
                        R1,
                        Optional.of(R2),
                        Optional.empty(),
                        BOB,
                        "rolled back by a person");
    }

    @Test
    void duringARolloutItGoesToTheOriginAndHoldsTheCandidate() {
        given(canaryOfR2())
                .when(rolledBack(105))
                .thenReturns(R1, R2)
                .thenHeld(R2)
                .thenAmongCommands(new Command.Acknowledge(new Route.Veto(2, R2.digest())));
        given(canaryOfR2(), paused(101)).when(rolledBack(105)).thenReturns(R1, R2).thenHeld(R2);
        given(canaryOfR2(), restarted(101)).when(rolledBack(105)).thenReturns(R1, R2).thenHeld(R2);
        given(bakingR2()).when(rolledBack(130)).thenReturns(R1, R2).thenHeld(R2);
        given(unprovenR2()).when(rolledBack(500)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void namingTheOriginIsTheSame() {
        given(canaryOfR2()).when(rolledBack(105, R1)).thenReturns(R1, R2).thenHeld(R2);
        given(bakingR2()).when(rolledBack(130, R1)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void nothingRefusesTheWayToTheOrigin() {
        // not good, newer than live, held meanwhile
        var unearned = after(registered(), started(1, R1), content(61, 1, 2, 0), started(100, R2));
        given(unearned).when(rolledBack(105)).thenReturns(R1, R2);
        var older = after(steadyOnR2(), started(200, R1), promoted(201, content(201, 3, 0)));
        given(older).when(rolledBack(205)).thenReturns(R2, R1);
        given(older).when(rolledBack(205, R2)).thenReturns(R2, R1);
        given(bakingR2(), held(130, R1)).when(rolledBack(131)).thenReturns(R1, R2);
        given(bakingR2(), held(130, R1)).when(rolledBack(131, R1)).thenReturns(R1, R2);
        given(unprovenR2(), held(200, R1)).when(rolledBack(201)).thenReturns(R1, R2);
    }

    @Test
    void whereThereIsNothingOlderItIsRefused() {
        given(registered()).when(rolledBack(1)).thenRefused(Code.NOTHING_TO_RETURN_TO);
        given(registered()).when(rolledBack(1, R1)).thenRefused(Code.NOTHING_TO_RETURN_TO);
        given(registered(), started(1, R1))
                .when(rolledBack(2))
                .thenRefused(Code.NOTHING_TO_RETURN_TO);
        var problem =
                given(steadyOnR1()).when(rolledBack(99)).thenRefused(Code.NOTHING_TO_RETURN_TO);
        assertThat(problem.why()).containsExactly("no older release is good and not held");
        given(steadyOnR2(), held(190, R1))
                .when(rolledBack(200))
                .thenRefused(Code.NOTHING_TO_RETURN_TO);
    }

    @Test
    void afterAnyRetreatItIsANoOpUntilARolloutStarts() {
        var afterTrip = given(returnedToR1());
        var afterStop = given(canaryOfR2(), stopped(105), served(106, 4, R1));
        var afterRollback = given(steadyOnR3(), rolledBack(300), served(301, 11, R2));
        for (var story : List.of(afterTrip, afterStop, afterRollback)) {
            story.when(rolledBack(400)).thenThereIsNothingToDo();
            story.when(restarted(390)).and(rolledBack(400)).thenThereIsNothingToDo();
        }
        given(returningToR1()).when(rolledBack(106)).thenThereIsNothingToDo();
        given(returningToR1(), restarted(105)).when(rolledBack(106)).thenThereIsNothingToDo();

        given(steadyOnR3(), rolledBack(300), served(301, 11, R2), started(400, R4))
                .when(rolledBack(401))
                .thenReturns(R2, R4);
    }

    @Test
    void aRefusedStartIsNoRollout() {
        var refused = given(returnedToR1()).when(started(200, R2));
        refused.thenRefused(Code.HELD);
        refused.when(rolledBack(201)).thenThereIsNothingToDo();
    }

    @Test
    void aPersonMayNameAnyOlderRelease() {
        given(steadyOnR3()).when(rolledBack(300, R1)).thenReturns(R1, R3).thenHeld(R3);
        var neverServed = after(registered(), started(1, R3), content(61, 1, 2));
        given(neverServed).when(rolledBack(100, R1)).thenReturns(R1, R3);
    }

    @Test
    void alsoAfterARetreat() {
        given(steadyOnR3(), rolledBack(300), served(301, 11, R2))
                .when(rolledBack(400, R1))
                .thenReturns(R1, R2)
                .thenHeld(R2, R3);
        given(steadyOnR3(), rolledBack(300)).when(rolledBack(301, R1)).thenReturns(R1, R2);
    }

    @Test
    void pastTheOriginEverythingThatIsLeftIsHeld() {
        given(steadyOnR2(), started(200, R3))
                .when(rolledBack(201, R1))
                .thenReturns(R1, R3)
                .thenHeld(R2, R3);
        given(steadyOnR2(), started(200, R3), promoted(201, content(201, 3, 0)))
                .when(rolledBack(202, R1))
                .thenReturns(R1, R3)
                .thenHeld(R3);
    }

    @Test
    void butNotAHeldOne() {
        var problem =
                given(steadyOnR3(), held(290, R1)).when(rolledBack(300, R1)).thenRefused(Code.HELD);
        assertThat(problem.what()).isEqualTo("r1 is held, so nothing was rolled back to it.");
        assertThat(problem.why())
                .containsExactly("held since 2026-11-24T04:50:00Z by cli:bob: a bad batch");
    }

    @Test
    void norANewerOne() {
        var problem = given(steadyOnR2()).when(rolledBack(300, R3)).thenRefused(Code.NOT_OLDER);
        assertThat(problem.what()).isEqualTo("r3 is not older than r2, which is live.");
        assertThat(problem.todo()).containsExactly("lastgood rollout start SERVICE r3");
        given(canaryOfR2()).when(rolledBack(105, R3)).thenRefused(Code.NOT_OLDER);
    }

    @Test
    void norTheOneThatIsBeingTried() {
        given(canaryOfR2()).when(rolledBack(105, R2)).thenRefused(Code.ROLLOUT_RUNNING);
        given(steadyOnR2(), started(200, R1))
                .when(rolledBack(201, R1))
                .thenRefused(Code.ROLLOUT_RUNNING);
        given(steadyOnR2(), started(200, R1), paused(201))
                .when(rolledBack(202, R1))
                .thenRefused(Code.ROLLOUT_RUNNING);
    }

    @Test
    void namingWhatServesIsANoOp() {
        given(steadyOnR2()).when(rolledBack(300, R2)).thenThereIsNothingToDo();
        given(bakingR2()).when(rolledBack(130, R2)).thenThereIsNothingToDo();
        given(returningToR1()).when(rolledBack(106, R1)).thenThereIsNothingToDo();
        given(returnedToR1()).when(rolledBack(107, R1)).thenThereIsNothingToDo();
        given(bakingR2(), held(130, R1), rolledBack(131), served(132, 6, R1))
                .when(rolledBack(133, R1))
                .thenThereIsNothingToDo();
    }

    @Test
    void anUnconfirmedOneIsAskedForAgain() {
        given(unconfirmedOnR1()).when(rolledBack(110)).thenReturns(R1, R2);
        given(unconfirmedOnR1()).when(rolledBack(110, R1)).thenReturns(R1, R2);
        given(bakingR2(), held(130, R1), rolledBack(131), ticked(132))
                .when(rolledBack(133))
                .thenReturns(R1, R2);
        given(bakingR2(), held(130, R1), rolledBack(131), ticked(132))
                .when(rolledBack(133, R1))
                .thenReturns(R1, R2);
    }

    @Test
    void anUnconfirmedOneCanBeTurnedToAnOlderRelease() {
        given(steadyOnR2(), started(200, R3), rolledBack(201), ticked(202))
                .when(rolledBack(203, R1))
                .thenReturns(R1, R3)
                .thenHeld(R2, R3);
    }

    @Test
    void orToTheOneThatWasStopped() {
        given(steadyOnR2(), started(200, R1), stopped(201), ticked(202))
                .when(rolledBack(203, R1))
                .thenReturns(R1, R2)
                .thenHeld(R2);
    }
}
