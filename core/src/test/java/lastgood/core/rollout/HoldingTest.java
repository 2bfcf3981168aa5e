package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;

/// A trip and a rollback hold what is left; a stop does not; a person holds what does not serve.
class HoldingTest {
    @Test
    void aReleaseThatDoesNotServeIsHeldByItself() {
        given(steadyOnR2())
                .when(held(200, R1))
                .thenPhase(new Phase.Steady(R2))
                .thenServesTheSame()
                .thenCommands()
                .thenHeld(R1)
                .thenWritesFirst();
        assertThat(given(steadyOnR2(), held(200, R1)).standing().hold(R1))
                .contains(new Hold(at(200), BOB, "a bad batch"));
    }

    @Test
    void holdingTheCandidateIsARollback() {
        given(canaryOfR2())
                .when(held(105, R2))
                .thenReturns(R1, R2)
                .thenHeld(R2)
                .thenTells("rollback", R1, Optional.of(R2), Optional.empty(), BOB, "a bad batch");
        given(canaryOfR2(), paused(101)).when(held(105, R2)).thenReturns(R1, R2).thenHeld(R2);
        given(canaryOfR2(), restarted(101)).when(held(105, R2)).thenReturns(R1, R2).thenHeld(R2);
    }

    @Test
    void whatServesCannotBeHeld() {
        given(steadyOnR1()).when(held(99, R1)).thenRefused(Code.LIVE_CANNOT_BE_HELD);
        given(canaryOfR2()).when(held(105, R1)).thenRefused(Code.LIVE_CANNOT_BE_HELD);
        given(bakingR2()).when(held(130, R2)).thenRefused(Code.LIVE_CANNOT_BE_HELD);
        given(unprovenR2()).when(held(200, R2)).thenRefused(Code.LIVE_CANNOT_BE_HELD);
        given(returningToR1()).when(held(106, R1)).thenRefused(Code.LIVE_CANNOT_BE_HELD);
        given(returnedToR1()).when(held(107, R1)).thenRefused(Code.LIVE_CANNOT_BE_HELD);
        given(unconfirmedOnR1()).when(held(107, R1)).thenRefused(Code.LIVE_CANNOT_BE_HELD);
    }

    @Test
    void aReasonIsNeeded() {
        for (var release : List.of(R1, R2, R3)) {
            given(canaryOfR2())
                    .when(new Event.Held(at(105), BOB, release, " "))
                    .thenRefused(Code.WRONG_USAGE);
        }
        var problem =
                given(returnedToR1())
                        .when(new Event.Unheld(at(107), BOB, R2, ""))
                        .thenRefused(Code.WRONG_USAGE);
        assertThat(problem.what()).isEqualTo("A reason is needed to unhold a release.");
    }

    @Test
    void theFirstReasonStands() {
        given(returnedToR1()).when(held(107, R2)).thenThereIsNothingToDo();
        given(corneredOnR1()).when(held(7, R1)).thenThereIsNothingToDo();
        given(steadyOnR2(), held(200, R1)).when(held(201, R1)).thenThereIsNothingToDo();
        var rolledBack = given(canaryOfR2(), held(101, R3), rolledBack(105));
        assertThat(rolledBack.standing().hold(R3)).contains(new Hold(at(101), BOB, "a bad batch"));
    }

    @Test
    void liftingAHoldMakesAReleaseStartableAndATargetAgain() {
        given(steadyOnR2(), held(200, R1))
                .when(unheld(201, R1))
                .thenHeld()
                .thenServesTheSame()
                .and(rolledBack(202))
                .thenReturns(R1, R2);
    }

    @Test
    void liftingWhatIsNotHeldChangesNothing() {
        given(steadyOnR2()).when(unheld(200, R1)).thenThereIsNothingToDo();
    }

    @Test
    void whoHeldAndWhoLiftedItIsPartOfTheHistory() {
        given(canaryOfR2())
                .when(held(101, R3))
                .thenServesTheSame()
                .thenWritesFirst()
                .thenTells("hold", R1, Optional.empty(), Optional.of(R2), BOB, "r3: a bad batch")
                .and(unheld(102, R3))
                .thenServesTheSame()
                .thenTells("unhold", R1, Optional.empty(), Optional.of(R2), BOB, "r3: fixed");
        assertThat(given(registered()).when(held(1, R1)).changed().line().orElseThrow().live())
                .isEmpty();
    }

    @Test
    void lastGoodIsNeverAHeldRelease() {
        assertThat(given(steadyOnR2(), rolledBack(200)).standing().lastGood()).contains(R1);
        assertThat(given(corneredOnR1()).standing().lastGood()).isEmpty();
        assertThat(given(returningToR1(), unheld(106, R2)).standing().lastGood()).contains(R1);
    }
}
