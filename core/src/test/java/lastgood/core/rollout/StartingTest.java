package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static lastgood.core.rollout.Story.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Metric;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;

class StartingTest {
    @Test
    void theFirstReleaseGoesLiveAtOnceAndBakes() {
        given(registered())
                .when(started(1, R1))
                .thenPhase(new Phase.Baking(rollout(1, R1, 1), at(61), List.of()))
                .thenCommands(
                        new Command.Serve(
                                new Route.Split.Proving(R1, Optional.empty(), watch(1, 2)), 1),
                        new Command.Verify(1, R1))
                .thenTells(
                        "first",
                        R1,
                        Optional.empty(),
                        Optional.empty(),
                        ALICE,
                        "nothing to compare with: live at once")
                .thenWritesFirst();
    }

    @Test
    void theNextOneGetsTheFirstStepsShareBesideLive() {
        given(steadyOnR1())
                .when(started(100, R2))
                .thenPhase(new Phase.Canary(rollout(2, R2, R1, 100), R1, 0, at(110)))
                .thenCommands(new Command.Serve(trying(R1, R2, .1, watch(2, 0)), 3))
                .thenTells(
                        "canary",
                        R1,
                        Optional.empty(),
                        Optional.of(R2),
                        ALICE,
                        "rollout 2, 10 % of requests")
                .thenWritesFirst();
    }

    @Test
    void aRolloutOfOneStepGoesLiveAtOnceAndCanGoBack() {
        var terms = terms(Optional.empty(), 1);
        var rollout = new Rollout(2, R2, new Rollout.Origin.Live(R1), terms, at(100), ALICE);
        given(steadyOnR1())
                .when(started(100, R2, terms))
                .thenPhase(new Phase.Baking(rollout, at(160), List.of()))
                .thenServes(new Route.Split.Proving(R2, Optional.of(R1), watch(2, 0)))
                .thenTells(
                        "promote",
                        R2,
                        Optional.of(R1),
                        Optional.empty(),
                        ALICE,
                        "in one step of 100 %")
                .thenWritesFirst();
    }

    @Test
    void theRouteSaysWhatTheGuardsNeedCounted() {
        var slow =
                new Guard(
                        "slow",
                        Metric.LATENCY_P99,
                        new Bound.Within(Duration.ofMillis(80)),
                        false,
                        30,
                        false);
        var invalid =
                new Guard(
                        "invalid",
                        Metric.FEATURES_INVALID,
                        new Bound.Limit(.001),
                        false,
                        30,
                        false);
        var terms =
                new Terms(
                        TERMS.steps(),
                        TERMS.stepTime(),
                        TERMS.bake(),
                        50,
                        Optional.empty(),
                        new GuardSet(List.of(QUALITY, slow, invalid)));
        var watch = new Route.Watch(2, 0, Set.of(Duration.ofMillis(80)), true);
        given(steadyOnR1()).when(started(100, R2, terms)).thenServes(trying(R1, R2, .1, watch));
    }

    @Test
    void anOlderReleaseCanBeRolledOutLikeAnyOther() {
        given(steadyOnR2())
                .when(started(200, R1))
                .thenPhase(new Phase.Canary(rollout(3, R1, R2, 200), R2, 0, at(210)));
    }

    @Test
    void afterARetreatARolloutStartsFromWhereTrafficIs() {
        given(returnedToR1())
                .when(started(200, R3))
                .thenPhase(new Phase.Canary(rollout(3, R3, R1, 200), R1, 0, at(210)));
    }

    @Test
    void anUnprovenReleaseIsAnOriginLikeAnyOther() {
        given(unprovenR2())
                .when(started(200, R3))
                .thenPhase(new Phase.Canary(rollout(3, R3, R2, 200), R2, 0, at(210)));
    }

    @Test
    void whatIsLiveIsNotRolledOutAgain() {
        given(steadyOnR1()).when(started(100, R1)).thenRefused(Code.ALREADY_LIVE);
        given(returnedToR1()).when(started(200, R1)).thenRefused(Code.ALREADY_LIVE);
        given(steadyOnR3()).when(started(300, R3)).thenRefused(Code.ALREADY_LIVE);
        given(unprovenR2()).when(started(200, R2)).thenRefused(Code.ALREADY_LIVE);
    }

    @Test
    void oneRolloutAtATime() {
        assertThat(
                        given(canaryOfR2())
                                .when(started(101, R3))
                                .thenRefused(Code.ROLLOUT_RUNNING)
                                .why())
                .containsExactly("r2 is at step 1 of its rollout");
        assertThat(
                        given(canaryOfR2(), paused(101))
                                .when(started(102, R3))
                                .thenRefused(Code.ROLLOUT_RUNNING)
                                .why())
                .containsExactly("the rollout of r2 is paused");
        assertThat(given(bakingR2()).when(started(130, R3)).thenRefused(Code.ROLLOUT_RUNNING).why())
                .containsExactly("r2 bakes until 2026-11-24T03:00:00Z");
        assertThat(
                        given(returningToR1())
                                .when(started(130, R3))
                                .thenRefused(Code.ROLLOUT_RUNNING)
                                .why())
                .containsExactly("traffic is on its way back to r1");
    }

    @Test
    void whereItIsNotKnownWhatServesAnythingNotHeldGoesLiveAtOnce() {
        var why = "r1 was not seen to serve, so there is nothing to compare with: live at once";
        given(unconfirmedOnR1())
                .when(started(130, R3))
                .thenPhase(new Phase.Baking(rollout(3, R3, 130), at(190), List.of()))
                .thenAmongCommands(new Command.CloseIncident(R2))
                .thenTells("promote", R3, Optional.of(R1), Optional.empty(), ALICE, why);
        given(unconfirmedOnR1()).when(started(130, R2)).thenRefused(Code.HELD);
    }

    @Test
    void whatIsLiveAndNeverEarnedGoodBakesAgain() {
        // r2 is live without a proof; r3 was tried beside it and went.
        var backOnR2 = after(unprovenR2(), started(200, R3), stopped(201), served(202, 7, R2));
        given(backOnR2)
                .when(started(300, R2))
                .thenPhase(new Phase.Baking(rollout(4, R2, R1, 300), at(360), List.of()))
                .thenServes(new Route.Split.Proving(R2, Optional.of(R1), watch(4, 2)))
                .thenTells(
                        "bake",
                        R2,
                        Optional.empty(),
                        Optional.empty(),
                        ALICE,
                        "it is live and never earned good: it bakes again")
                .and(content(360, 4, 2))
                .thenPhase(new Phase.Steady(R2));
    }

    @Test
    void aHeldReleaseStaysOutUntilItsHoldIsLifted() {
        var story = given(returnedToR1());
        var problem = story.when(started(200, R2)).thenRefused(Code.HELD);

        assertThat(problem.what()).isEqualTo("r2 is held and was not rolled out.");
        assertThat(problem.why())
                .containsExactly(
                        "held since 2026-11-24T01:45:00Z"
                                + " by guard:quality.error_rate: quality.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×)");
        assertThat(problem.todo())
                .containsExactly("lastgood release unhold SERVICE r2 --reason \"what was fixed\"");
        story.when(unheld(201, R2)).and(started(202, R2)).thenPhase(Phase.Canary.class);
    }

    @Test
    void aHeldReleaseIsRefusedBeforeAnythingElseIsLookedAt() {
        given(registered(), held(1, R1)).when(started(2, R1)).thenRefused(Code.HELD);
        given(canaryOfR2(), held(101, R3)).when(started(102, R3)).thenRefused(Code.HELD);
    }

    @Test
    void aSecondStartOfTheSameRolloutChangesNothing() {
        given(canaryOfR2()).when(started(100, R2)).thenRefused(Code.ROLLOUT_RUNNING);
    }
}
