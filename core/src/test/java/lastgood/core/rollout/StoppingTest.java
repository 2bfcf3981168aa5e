package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

/// A rollout ends at its origin, by a person or by its longest duration, and nobody is held for it.
class StoppingTest {
    private static final Terms HALF_AN_HOUR = terms(Optional.of(Duration.ofMinutes(30)), .1, .5, 1);

    @Test
    void stoppingGoesBackToTheOriginAndHoldsNobody() {
        given(canaryOfR2())
                .when(stopped(105))
                .thenReturns(R1, R2)
                .thenHeld()
                .thenCommands(
                        new Command.Serve(new Route.Split.Settled(R1), 4),
                        new Command.Acknowledge(new Route.Veto(2, R2.digest())),
                        new Command.Notify(
                                Command.Notice.ROLLBACK,
                                "rollout 2 of r2 ended: not today. Traffic is on r1"),
                        new Command.Verify(4, R1))
                .thenTells("stop", R1, Optional.of(R2), Optional.empty(), BOB, "not today");
    }

    @Test
    void withoutAReasonItSaysSo() {
        given(canaryOfR2())
                .when(new Event.Stopped(at(105), BOB, " "))
                .thenTells("stop", R1, Optional.of(R2), Optional.empty(), BOB, "stopped");
    }

    @Test
    void itWorksWhereverARolloutStands() {
        given(canaryOfR2(), paused(101)).when(stopped(105)).thenReturns(R1, R2).thenHeld();
        given(canaryOfR2(), restarted(101)).when(stopped(105)).thenReturns(R1, R2).thenHeld();
        given(canaryOfR2(), silent(130, 2, 0)).when(stopped(131)).thenReturns(R1, R2).thenHeld();
        given(bakingR2()).when(stopped(130)).thenReturns(R1, R2).thenHeld();
        given(unprovenR2()).when(stopped(500)).thenReturns(R1, R2).thenHeld();
    }

    @Test
    void whatWasStoppedCanBeStartedAgain() {
        given(canaryOfR2(), stopped(105), served(106, 4, R1))
                .when(started(200, R2))
                .thenPhase(new Phase.Canary(rollout(3, R2, R1, 200), R1, 0, at(210)));
    }

    @Test
    void theFirstReleaseHasNowhereToGo() {
        given(registered(), started(1, R1)).when(stopped(2)).thenRefused(Code.NOTHING_TO_RETURN_TO);
        given(registered(), started(1, R1), content(61, 1, 2, 0))
                .when(stopped(100))
                .thenRefused(Code.NOTHING_TO_RETURN_TO);
    }

    @Test
    void withoutARolloutThereIsNothingToStop() {
        for (var history :
                List.of(
                        registered(),
                        steadyOnR1(),
                        returningToR1(),
                        returnedToR1(),
                        unconfirmedOnR1(),
                        corneredOnR1())) {
            given(history).when(stopped(300)).thenRefused(Code.NO_ROLLOUT);
        }
    }

    @Test
    void aRolloutThatTakesTooLongGoesBackAndHoldsNobody() {
        given(steadyOnR1(), started(100, R2, HALF_AN_HOUR))
                .when(content(130, 2, 0))
                .thenReturns(R1, R2)
                .thenHeld()
                .thenTells(
                        "stop",
                        R1,
                        Optional.of(R2),
                        Optional.empty(),
                        Actor.SERVER,
                        "the rollout took longer than its maxDuration of 30m");
    }

    @Test
    void notAMomentEarlier() {
        var running = Cast.after(steadyOnR1(), started(100, R2, HALF_AN_HOUR));
        given(running).when(content(129, 2, 0)).thenPhase(Phase.Canary.class);
        given(running).when(ticked(129)).thenThereIsNothingToDo();
    }

    @Test
    void timeAloneEndsItWhereNobodyCanReadItsGuards() {
        var running = Cast.after(steadyOnR1(), started(100, R2, HALF_AN_HOUR));
        given(running).when(ticked(130)).thenReturns(R1, R2).thenHeld();
        given(running, paused(101)).when(ticked(130)).thenReturns(R1, R2);
        given(running, restarted(101)).when(ticked(131)).thenReturns(R1, R2);
        given(running, restarted(101)).when(silent(131, 2, 0)).thenReturns(R1, R2);
    }

    @Test
    void withoutALongestDurationItMayWaitForEver() {
        given(canaryOfR2()).when(ticked(1_000_000)).thenThereIsNothingToDo();
        given(canaryOfR2(), paused(101)).when(ticked(1_000_000)).thenThereIsNothingToDo();
    }

    @Test
    void aPromotedReleaseIsInTime() {
        given(steadyOnR1(), started(100, R2, HALF_AN_HOUR), content(110, 2, 0), content(120, 2, 1))
                .when(ticked(131))
                .thenThereIsNothingToDo();
    }

    @Test
    void stoppingLosesAgainstATripWhicheverWayRound() {
        var stopFirst = given(canaryOfR2(), stopped(105)).when(vetoed(105, 2, R2));
        var tripFirst = given(canaryOfR2()).when(vetoed(105, 2, R2));

        stopFirst.thenHeld(R2);
        tripFirst.thenHeld(R2);
        assertThat(stopFirst.state().phase().serving())
                .isEqualTo(tripFirst.state().phase().serving());
    }
}
