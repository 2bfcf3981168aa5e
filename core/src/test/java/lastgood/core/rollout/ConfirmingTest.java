package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;

import java.util.Optional;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

/// What is served is seen to be what was asked, or a person is called.
class ConfirmingTest {
    private static final String WHY = "what is served was not seen to be r1 within 30s";

    @Test
    void aRetreatIsOverWhenWhatIsServedWasSeen() {
        given(returningToR1())
                .when(served(106, 4, R1))
                .thenPhase(new Phase.Returned(R1, R2, at(106)))
                .thenCommands(new Command.CloseIncident(R2))
                .thenTellsNothing();
    }

    @Test
    void seenAgainChangesNothing() {
        given(returnedToR1()).when(served(107, 4, R1)).thenThereIsNothingToDo();
    }

    @Test
    void anotherReleaseSeenIsNoConfirmation() {
        given(returningToR1()).when(served(105, 4, R2)).thenThereIsNothingToDo();
        given(unconfirmedOnR1()).when(served(107, 4, R2)).thenThereIsNothingToDo();
    }

    @Test
    void norIsTheRightOneUnderAnEarlierRoute() {
        given(returningToR1()).when(served(105, 3, R1)).thenThereIsNothingToDo();
        given(unconfirmedOnR1()).when(served(107, 3, R1)).thenThereIsNothingToDo();
    }

    @Test
    void withoutAConfirmationInTimeAPersonIsCalled() {
        given(returningToR1())
                .when(new Event.Ticked(at(105).plus(Rules.CONFIRM)))
                .thenPhase(new Phase.Stuck.Unconfirmed(R1, R2, 4, at(105), WHY))
                .thenServesTheSame()
                .thenCommands(new Command.Notify(Command.Notice.STUCK, WHY))
                .thenTells("stuck", R1, Optional.of(R2), Optional.empty(), Actor.SERVER, WHY)
                .thenActsFirst();
    }

    @Test
    void notBeforeItsTimeIsUp() {
        given(returningToR1())
                .when(new Event.Ticked(at(105).plus(Rules.CONFIRM).minusNanos(1)))
                .thenThereIsNothingToDo();
    }

    @Test
    void aPersonIsCalledOnce() {
        given(unconfirmedOnR1()).when(ticked(200)).thenThereIsNothingToDo();
        given(unconfirmedOnR1()).when(missed(200, 4)).thenThereIsNothingToDo();
    }

    @Test
    void aLateConfirmationEndsIt() {
        given(unconfirmedOnR1())
                .when(served(200, 4, R1))
                .thenPhase(new Phase.Returned(R1, R2, at(200)))
                .thenCommands(new Command.CloseIncident(R2));
    }

    @Test
    void aPromotionThatIsSeenNeedsNothingMore() {
        given(bakingR2()).when(served(121, 5, R2)).thenThereIsNothingToDo();
        given(canaryOfR2()).when(served(121, 3, R1)).thenThereIsNothingToDo();
    }

    @Test
    void timeAloneMovesNothingElse() {
        given(registered()).when(ticked(9000)).thenThereIsNothingToDo();
        given(steadyOnR1()).when(ticked(9000)).thenThereIsNothingToDo();
        given(bakingR2()).when(ticked(9000)).thenThereIsNothingToDo();
        given(unprovenR2()).when(ticked(9000)).thenThereIsNothingToDo();
        given(returnedToR1()).when(ticked(9000)).thenThereIsNothingToDo();
    }
}
