package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.problem.Code;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Retention.Pin;
import org.junit.jupiter.api.Test;

/// What nothing needs may go; its number, its history and a hold on it stay.
class PruningTest {
    @Test
    void whatNothingNeedsIsPrunedAndNoTrafficMoves() {
        given(steadyOnR3())
                .when(pruned(400, R1))
                .thenServesTheSame()
                .thenCommands()
                .thenWritesFirst()
                .thenTells("prune", R3, Optional.empty(), Optional.empty(), BOB, "r1");
        assertThat(given(steadyOnR3(), pruned(400, R1)).standing().pruning(R1))
                .contains(new Pruned(at(400), BOB));
    }

    @Test
    void whatServesIsTriedOrIsGoneBackToIsNeverPruned() {
        given(steadyOnR3()).when(pruned(400, R3)).thenRefused(Code.STILL_NEEDED);
        given(steadyOnR3()).when(pruned(400, R2)).thenRefused(Code.STILL_NEEDED);
        given(canaryOfR2()).when(pruned(101, R1)).thenRefused(Code.STILL_NEEDED);
        given(canaryOfR2()).when(pruned(101, R2)).thenRefused(Code.STILL_NEEDED);
        given(bakingR2()).when(pruned(130, R1)).thenRefused(Code.STILL_NEEDED);
        given(returningToR1()).when(pruned(106, R2)).thenRefused(Code.STILL_NEEDED);
        given(unconfirmedOnR1()).when(pruned(107, R2)).thenRefused(Code.STILL_NEEDED);
        given(corneredOnR1()).when(pruned(107, R1)).thenRefused(Code.STILL_NEEDED);
    }

    @Test
    void oneThatIsNeededKeepsAllThatWereNamedWithIt() {
        var problem = given(steadyOnR3()).when(pruned(400, R1, R3)).thenRefused(Code.STILL_NEEDED);
        assertThat(problem.why()).containsExactly("r3: live");
    }

    @Test
    void aPrunedReleaseIsNeitherStartedNorATarget() {
        var history = after(steadyOnR3(), pruned(400, R1, R4));
        given(history).when(started(401, R4)).thenRefused(Code.PRUNED);
        given(history).when(rolledBack(401, R1)).thenRefused(Code.PRUNED);
        given(history)
                .when(new Event.Moved(at(401), BOB, R1, "with another service"))
                .thenRefused(Code.PRUNED);
        var backOnR2 = after(history, rolledBack(402));
        assertThat(given(backOnR2).state().rollbackTo()).as("r1 was good").isEmpty();
    }

    @Test
    void theSameBytesGiveItBackUnderItsNumberAndItsHoldStays() {
        var history = after(steadyOnR3(), held(400, R1), pruned(401, R1));
        var again = given(history).when(created(402, R1));
        assertThat(again.standing().isPruned(R1)).isFalse();
        assertThat(again.standing().releases()).isEqualTo(given(history).standing().releases());
        again.and(started(403, R1)).thenRefused(Code.HELD);
    }

    @Test
    void aHoldOnAPrunedReleaseStaysUntilItIsLifted() {
        given(steadyOnR3(), held(400, R1), pruned(401, R1)).when(started(402, R1));
        assertThat(given(steadyOnR3(), held(400, R1), pruned(401, R1)).standing().isHeld(R1))
                .isTrue();
    }

    @Test
    void pruningTwiceChangesNothing() {
        given(steadyOnR3(), pruned(400, R1)).when(pruned(401, R1)).thenThereIsNothingToDo();
    }

    @Test
    void everyReasonToStayIsTold() {
        var verdicts = Retention.of(given(steadyOnR3()).state(), 2, Set.of());
        assertThat(pins(verdicts, R1)).isEmpty();
        assertThat(pins(verdicts, R2)).containsExactly(Pin.ROLLBACK_TARGET, Pin.GOOD);
        assertThat(pins(verdicts, R3)).containsExactly(Pin.LIVE, Pin.LAST_GOOD, Pin.GOOD);
        assertThat(pins(verdicts, R4)).containsExactly(Pin.NOT_YET_OUT);
    }

    @Test
    void soManyGoodOnesStayAndWhatStacksNeed() {
        var state = given(steadyOnR3()).state();
        assertThat(pins(Retention.of(state, 3, Set.of()), R1)).containsExactly(Pin.GOOD);
        assertThat(pins(Retention.of(state, 0, Set.of(R1)), R1)).containsExactly(Pin.STACK);
        assertThat(pins(Retention.of(state, 0, Set.of()), R2)).containsExactly(Pin.ROLLBACK_TARGET);
    }

    @Test
    void aHeldReleaseThatNeverServedWellMayGo() {
        var state = given(returnedToR1()).state();
        assertThat(pins(Retention.of(state, 5, Set.of()), R2)).isEmpty();
        assertThat(pins(Retention.of(state, 5, Set.of()), R3)).containsExactly(Pin.NOT_YET_OUT);
    }

    @Test
    void whereNothingServesYetEverythingStays() {
        assertThat(Retention.of(given(registered()).state(), 0, Set.of()))
                .isNotEmpty()
                .allMatch(Retention.Verdict::stays);
    }

    private static List<Pin> pins(List<Retention.Verdict> verdicts, ReleaseId release) {
        return verdicts.stream()
                .filter(v -> v.release().equals(release))
                .findFirst()
                .orElseThrow()
                .reasons();
    }
}
