package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

/// A gateway saw the hard limit broken and has withdrawn a release by itself.
class VetoTest {
    private static final Command ACKNOWLEDGE =
            new Command.Acknowledge(new Route.Veto(2, R2.digest()));

    @Test
    void aVetoIsATrip() {
        given(canaryOfR2())
                .when(vetoed(105, 2, R2))
                .thenReturns(R1, R2)
                .thenHeld(R2)
                .thenAmongCommands(
                        ACKNOWLEDGE,
                        new Command.OpenIncident(
                                2, R2, Optional.of(R1), List.of(tripped(Guard.HARD_LIMIT)), true))
                .thenTells(
                        "rollback",
                        R1,
                        Optional.of(R2),
                        Optional.empty(),
                        Actor.guard("http.error_rate"),
                        "http.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×)");
    }

    @Test
    void aLimitThatLiveBreaksAsWellHoldsNothingWhicheverWayRound() {
        var veto =
                new Event.Vetoed(
                        at(105),
                        new Route.Veto(2, R2.digest()),
                        List.of(trippedWithLive(Guard.HARD_LIMIT)));
        given(canaryOfR2()).when(veto).thenReturns(R1, R2).thenHeld();
        given(canaryOfR2(), stopped(105)).when(veto).thenCommands(ACKNOWLEDGE).thenHeld();
    }

    @Test
    void whereverTheRolloutStands() {
        given(canaryOfR2(), paused(101)).when(vetoed(105, 2, R2)).thenReturns(R1, R2).thenHeld(R2);
        given(canaryOfR2(), restarted(101)).when(vetoed(105, 2, R2)).thenReturns(R1, R2);
        given(bakingR2()).when(vetoed(130, 2, R2)).thenReturns(R1, R2).thenHeld(R2);
        given(unprovenR2()).when(vetoed(500, 2, R2)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void oneFromBeforeARestartHasNoNumbers() {
        given(canaryOfR2(), restarted(101), resumed(102))
                .when(new Event.Vetoed(at(103), new Route.Veto(2, R2.digest()), List.of()))
                .thenReturns(R1, R2)
                .thenTells(
                        "rollback",
                        R1,
                        Optional.of(R2),
                        Optional.empty(),
                        Actor.guard("gateway"),
                        "it was withdrawn, and the server ended before that was written down");
    }

    @Test
    void withoutAnOriginItCornersTheService() {
        given(registered(), started(1, R1))
                .when(vetoed(2, 1, R1))
                .thenPhase(Phase.Stuck.Cornered.class)
                .thenAmongCommands(new Command.Acknowledge(new Route.Veto(1, R1.digest())));
    }

    @Test
    void aVetoThatIsWrittenDownAlreadyIsForgotten() {
        for (var history : List.of(returningToR1(), returnedToR1(), unconfirmedOnR1())) {
            var before = given(history).state();
            given(history).when(vetoed(107, 2, R2)).thenCommands(ACKNOWLEDGE).thenTellsNothing();
            assertThat(Story.next(before, vetoed(107, 2, R2))).isEqualTo(before);
        }
        given(corneredOnR1())
                .when(vetoed(7, 1, R1))
                .thenCommands(new Command.Acknowledge(new Route.Veto(1, R1.digest())));
    }

    @Test
    void aVetoOfAnEarlierRolloutIsForgotten() {
        given(canaryOfR2(), stopped(105), served(106, 4, R1), started(200, R2))
                .when(vetoed(201, 2, R2))
                .thenPhase(Phase.Canary.class)
                .thenCommands(ACKNOWLEDGE)
                .thenHeld();
        given(steadyOnR3()).when(vetoed(300, 2, R2)).thenCommands(ACKNOWLEDGE).thenHeld();
    }

    @Test
    void aVetoOfAnotherReleaseIsForgotten() {
        given(canaryOfR2())
                .when(vetoed(105, 2, R3))
                .thenCommands(new Command.Acknowledge(new Route.Veto(2, R3.digest())));
        given(steadyOnR2())
                .when(vetoed(200, 2, R3))
                .thenCommands(new Command.Acknowledge(new Route.Veto(2, R3.digest())));
        given(canaryOfR2(), stopped(105))
                .when(vetoed(105, 2, R3))
                .thenCommands(new Command.Acknowledge(new Route.Veto(2, R3.digest())))
                .thenHeld();
    }

    @Test
    void aVetoThatCrossesWithAStopStillHolds() {
        var incident =
                new Command.OpenIncident(
                        2, R2, Optional.of(R1), List.of(tripped(Guard.HARD_LIMIT)), true);
        var why = "http.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×)";
        var notify = new Command.Notify(Command.Notice.TRIP, "r2 tripped: " + why + "; r2 is held");
        var stopped = Cast.after(canaryOfR2(), stopped(105));

        given(stopped)
                .when(vetoed(105, 2, R2))
                .thenPhase(Phase.Returning.class)
                .thenServesTheSame()
                .thenHeld(R2)
                .thenCommands(ACKNOWLEDGE, incident, notify)
                .thenActsFirst();
        given(stopped, ticked(106))
                .when(vetoed(107, 2, R2))
                .thenPhase(Phase.Stuck.Unconfirmed.class)
                .thenHeld(R2)
                .thenCommands(ACKNOWLEDGE, incident, notify);
        given(stopped, served(106, 4, R1))
                .when(vetoed(107, 2, R2))
                .thenPhase(Phase.Returned.class)
                .thenHeld(R2)
                .thenCommands(ACKNOWLEDGE, incident, notify, new Command.CloseIncident(R2));
    }

    @Test
    void aVetoThatCrossesWithTheEndOfTheBakeStillGoesBack() {
        given(steadyOnR2()).when(vetoed(180, 2, R2)).thenReturns(R1, R2).thenHeld(R2);
        given(steadyOnR1())
                .when(vetoed(61, 1, R1))
                .thenPhase(Phase.Stuck.Cornered.class)
                .thenHeld(R1);
    }

    @Test
    void onlyTheVetoOfTheLastRolloutDoes() {
        given(steadyOnR2()).when(vetoed(181, 1, R2)).thenPhase(new Phase.Steady(R2));
        given(registered())
                .when(vetoed(1, 1, R1))
                .thenPhase(new Phase.Empty())
                .thenCommands(new Command.Acknowledge(new Route.Veto(1, R1.digest())));
    }
}
