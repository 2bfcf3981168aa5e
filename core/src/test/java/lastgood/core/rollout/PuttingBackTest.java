package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A person had the gateway itself put a service back: traffic has moved before anybody here hears of it.
class PuttingBackTest {
    private static final String WHY = "put back at the gateway, without control";
    private static final Command LEFT = new Command.Acknowledge(Route.Veto.ofAny(R2));

    @Test
    void aCandidateIsOutAndHeldAndHistoryAndAnIncidentSayByWhom() {
        given(canaryOfR2())
                .when(putBack(105, R2, R1))
                .thenReturns(R1, R2)
                .thenHeld(R2)
                .thenActsFirst()
                .thenAmongCommands(
                        new Command.Acknowledge(new Route.Veto(2, R2.digest())),
                        LEFT,
                        new Command.OpenIncident(
                                2,
                                R2,
                                Optional.of(R1),
                                List.of(),
                                true,
                                Optional.of(WHY + ", by file:RETREAT")))
                .thenTells("rollback", R1, Optional.of(R2), Optional.empty(), TOUCH, WHY);
    }

    @Test
    void whereverTheRolloutStandsAndWhereNoneDoes() {
        for (var history :
                List.of(
                        after(canaryOfR2(), paused(101)),
                        after(canaryOfR2(), lapsed(101, 3)),
                        bakingR2(),
                        unprovenR2(),
                        steadyOnR2())) {
            given(history).when(putBack(500, R2, R1)).thenReturns(R1, R2).thenHeld(R2);
        }
    }

    @Test
    void twiceIsOnceAndALateOneIsOnlyAcknowledged() {
        given(canaryOfR2(), putBack(105, R2, R1)).when(putBack(106, R2, R1)).thenCommands(LEFT);
        given(returnedToR1()).when(putBack(200, R2, R1)).thenCommands(LEFT).thenTellsNothing();
        given(steadyOnR3()).when(putBack(400, R2, R1)).thenCommands(LEFT).thenHeld();
    }

    @Test
    void whatIsTriedMeanwhileGoesWithTheLiveReleaseThatWasPutBack() {
        given(after(steadyOnR2(), created(150, R3), started(200, R3)))
                .when(putBack(201, R2, R1))
                .thenReturns(R1, R2)
                .thenHeld(R2);
    }
}
