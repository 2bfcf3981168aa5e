package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.guard.Verdict;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;

class PromotingTest {
    @Test
    void aPersonSkipsTheWaiting() {
        given(canaryOfR2())
                .when(promoted(101, content(101, 2, 0)))
                .thenPhase(new Phase.Baking(rollout(2, R2, R1, 100), at(161), CEILINGS))
                .thenServes(new Route.Split.Proving(R2, Optional.of(R1), watch(2, 2)))
                .thenTells(
                        "promote",
                        R2,
                        Optional.of(R1),
                        Optional.empty(),
                        BOB,
                        "promoted by a person")
                .thenWritesFirst();
    }

    @Test
    void butNotTheEvidence() {
        var doubtful =
                judged(
                        101,
                        2,
                        0,
                        7,
                        reading(Guard.HARD_LIMIT, new Verdict.Learning(), true, true),
                        reading(ERRORS, new Verdict.Watching(), false, true));
        var problem =
                given(canaryOfR2())
                        .when(promoted(101, doubtful))
                        .thenRefused(Code.NOT_ENOUGH_EVIDENCE);

        assertThat(problem.what()).isEqualTo("r2 was not promoted: evidence is missing.");
        assertThat(problem.why())
                .containsExactly(
                        "7 of 50 requests in this step",
                        "hard limit is still measuring its reference",
                        "errors is beyond its bound: 5.0 % against 5.5 % (n=30, evidence 1.0×)",
                        "quality was not read");
    }

    @Test
    void evidenceOfAnotherStepIsNone() {
        var problem =
                given(canaryOfR2(), content(110, 2, 0))
                        .when(promoted(111, content(109, 2, 0)))
                        .thenRefused(Code.NOT_ENOUGH_EVIDENCE);

        assertThat(problem.why())
                .containsExactly("the guards were read in step 1, the rollout is at step 2");
    }

    @Test
    void aTripThatShowsWhenAPersonPromotesIsATrip() {
        given(canaryOfR2())
                .when(promoted(101, tripping(101, 2, 0)))
                .thenReturns(R1, R2)
                .thenHeld(R2);
    }

    @Test
    void aPausedRolloutCanBePromoted() {
        given(canaryOfR2(), paused(101))
                .when(promoted(102, content(102, 2, 0)))
                .thenPhase(Phase.Baking.class);
    }

    @Test
    void blindnessKeepsItFromBeingPromoted() {
        var problem =
                given(canaryOfR2(), silent(130, 2, 0))
                        .when(promoted(131, silent(131, 2, 0)))
                        .thenRefused(Code.NOT_ENOUGH_EVIDENCE);

        assertThat(problem.why()).containsExactly("quality is blind: no labels");
    }

    @Test
    void afterARestartItIsResumedFirst() {
        var problem =
                given(canaryOfR2(), restarted(101))
                        .when(promoted(102, content(102, 2, 0)))
                        .thenRefused(Code.NOT_ENOUGH_EVIDENCE);

        assertThat(problem.why())
                .containsExactly("it gets no requests since the server started again");
        assertThat(problem.todo()).first().isEqualTo("lastgood rollout resume SERVICE");
    }

    @Test
    void evenThenATripComesFirst() {
        given(canaryOfR2(), restarted(101))
                .when(promoted(102, tripping(102, 2, 0)))
                .thenReturns(R1, R2);
    }

    @Test
    void twiceIsOnce() {
        given(bakingR2()).when(promoted(121, content(121, 2, 2))).thenThereIsNothingToDo();
    }

    @Test
    void onlyARunningRolloutCanBePromoted() {
        assertRefused(registered(), "no release has been rolled out");
        assertRefused(steadyOnR1(), "r1 serves, and nothing is under way");
        assertRefused(returnedToR1(), "r1 serves, and nothing is under way");
        assertRefused(unprovenR2(), "r2 serves; its bake is over");
        assertRefused(returningToR1(), "traffic is on its way back to r1");
        assertRefused(unconfirmedOnR1(), "what is served was not seen to be r1 within 30s");
        assertRefused(
                corneredOnR1(),
                "r1 tripped and there is nothing to go back to: quality.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×)");
    }

    @Test
    void readingsOfAnotherRolloutPromoteNothing() {
        given(canaryOfR2()).when(promoted(101, content(101, 1, 0))).thenRefused(Code.NO_ROLLOUT);
    }

    private static void assertRefused(List<Event> history, String why) {
        var promotion = promoted(300, content(300, 2, 0));
        assertThat(given(history).when(promotion).thenRefused(Code.NO_ROLLOUT).why())
                .containsExactly(why);
    }

    @Test
    void aReleaseThatGuardsLetPassWithoutProofIsPromotedInconclusively() {
        var open = reading(ERRORS, new lastgood.core.guard.Verdict.Watching(), true, true);
        var judged =
                judged(
                        120,
                        2,
                        1,
                        1000,
                        ok(lastgood.core.guard.Guard.HARD_LIMIT),
                        open,
                        ok(QUALITY));
        assertThat(
                        given(canaryOfR2(), content(110, 2, 0))
                                .when(judged)
                                .changed()
                                .line()
                                .orElseThrow()
                                .why())
                .isEqualTo("every guard let it pass; inconclusive: not proven by errors");
        assertThat(
                        given(canaryOfR2(), content(110, 2, 0))
                                .when(promoted(120, judged))
                                .changed()
                                .line()
                                .orElseThrow()
                                .why())
                .isEqualTo("promoted by a person; inconclusive: not proven by errors");
        assertThat(
                        given(canaryOfR2(), content(110, 2, 0))
                                .when(content(120, 2, 1))
                                .changed()
                                .line()
                                .orElseThrow()
                                .why())
                .isEqualTo("every guard let it pass");
    }
}
