package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;

/// What is remembered of a service whatever its rollout does.
class BookkeepingTest {
    private static final Settings SETTINGS =
            new Settings(
                    Settings.Task.CLASSIFICATION,
                    TERMS,
                    Optional.empty(),
                    List.of("ml@example.org"));

    @Test
    void releasesAreNumberedInTheOrderTheyCome() {
        var story = given(registered());

        assertThat(story.standing().releases()).containsExactly(R1, R2, R3, R4);
        assertThat(story.standing().release(R3.digest())).contains(R3);
        assertThat(story.standing().release(3)).contains(R3);
        assertThat(story.standing().release(0)).isEmpty();
        assertThat(story.standing().release(5)).isEmpty();
    }

    @Test
    void theSameBytesKeepTheirNumberAndTheirHold() {
        given(returnedToR1()).when(created(200, R2)).thenThereIsNothingToDo();
        given(returnedToR1(), created(201, release(5)))
                .when(started(202, R2))
                .thenRefused(Code.HELD);
    }

    @Test
    void aServiceFileIsRememberedInEveryPhase() {
        for (var history :
                List.of(
                        registered(),
                        steadyOnR1(),
                        canaryOfR2(),
                        bakingR2(),
                        unprovenR2(),
                        returningToR1(),
                        corneredOnR1())) {
            var before = given(history).state();
            var story = given(history).when(new Event.Applied(at(999), ALICE, SETTINGS));

            story.thenPhase(before.phase()).thenServesTheSame().thenTellsNothing();
            assertThat(story.standing().settings()).contains(SETTINGS);
        }
    }

    @Test
    void theSameServiceFileAgainChangesNothing() {
        given(registered(), new Event.Applied(at(1), ALICE, SETTINGS))
                .when(new Event.Applied(at(2), BOB, SETTINGS))
                .thenThereIsNothingToDo();
    }

    @Test
    void aReleaseMadeDuringARolloutDisturbsNothing() {
        given(canaryOfR2())
                .when(created(101, release(5)))
                .thenPhase(given(canaryOfR2()).state().phase())
                .thenServesTheSame();
    }
}
