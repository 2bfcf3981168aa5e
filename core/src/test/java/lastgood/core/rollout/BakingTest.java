package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.release.Actor;
import org.junit.jupiter.api.Test;

/// Good is earned: bake over, no trip, enough answers at 100 %.
class BakingTest {
    @Test
    void aBakeWithoutATripEarnsGood() {
        var story = given(bakingR2()).when(content(180, 2, 2));

        story.thenPhase(new Phase.Steady(R2))
                .thenCommands(new Command.Serve(new Route.Split.Settled(R2), 6))
                .thenTells(
                        "good",
                        R2,
                        Optional.empty(),
                        Optional.empty(),
                        Actor.SERVER,
                        "baked, and no guard tripped")
                .thenWritesFirst();
        assertThat(story.standing().lastGood()).contains(R2);
        assertThat(story.state().rollbackTo()).contains(R1);
    }

    @Test
    void theFirstReleaseEarnsItTheSameWay() {
        var story = given(registered(), started(1, R1)).when(content(61, 1, 2));

        story.thenPhase(new Phase.Steady(R1));
        assertThat(story.standing().lastGood()).contains(R1);
        assertThat(story.state().rollbackTo()).isEmpty();
    }

    @Test
    void notBeforeTheBakeIsOver() {
        var story = given(bakingR2()).when(content(179, 2, 2));

        story.thenThereIsNothingToDo();
        assertThat(story.standing().lastGood()).contains(R1);
    }

    @Test
    void withoutTrafficItIsUnproven() {
        var story = given(bakingR2()).when(content(180, 2, 2, 49));

        story.thenPhase(new Phase.Unproven(rollout(2, R2, R1, 100), CEILINGS))
                .thenServesTheSame()
                .thenTellsNothing();
        assertThat(story.state().phase().word()).isEqualTo("steady");
        assertThat(story.standing().lastGood()).contains(R1);
        assertThat(story.state().rollbackTo()).contains(R1);
    }

    @Test
    void andEarnsGoodWhenTrafficComesLate() {
        given(unprovenR2()).when(content(5000, 2, 2, 49)).thenThereIsNothingToDo();
        given(unprovenR2()).when(content(5000, 2, 2, 50)).thenPhase(new Phase.Steady(R2));
    }

    @Test
    void requestsOfTheStepsAreNotRequestsAtFull() {
        given(bakingR2()).when(content(180, 2, 1)).thenPhase(Phase.Unproven.class);
    }

    @Test
    void aBlindGuardDoesNotKeepGoodFromBeingEarned() {
        given(bakingR2()).when(silent(180, 2, 2)).thenPhase(new Phase.Steady(R2));
    }

    @Test
    void aGuardThatWasNotReadDoes() {
        given(bakingR2())
                .when(judged(180, 2, 2, 1000, ok(Guard.HARD_LIMIT), ok(ERRORS)))
                .thenPhase(Phase.Unproven.class);
    }

    @Test
    void goodIsNotTakenAwayByALaterRollout() {
        assertThat(given(steadyOnR3()).standing().good()).containsExactly(1, 2, 3);
        assertThat(given(steadyOnR2(), started(200, R3)).standing().lastGood()).contains(R2);
    }
}
