package lastgood.wire.view;

import static lastgood.wire.Samples.ALICE;
import static lastgood.wire.Samples.R1;
import static lastgood.wire.Samples.R2;
import static lastgood.wire.Samples.R3;
import static lastgood.wire.Samples.SERVICE;
import static lastgood.wire.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.guard.Sight;
import lastgood.core.guard.Verdict;
import lastgood.core.release.Actor;
import lastgood.core.rollback.Plan;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Outlook;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.State;
import lastgood.testing.Golden;
import lastgood.wire.Json;
import lastgood.wire.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The JSON that the outside world sees, to the letter, and that it can be read back.
class ViewsTest {
    private static final StatusView.Readiness READY = new StatusView.Readiness(true, List.of());

    static Stream<Arguments> views() {
        var rollout = rollout(Samples.canary().phase(), new Verdict.Watching()).orElseThrow();
        return Stream.of(
                Arguments.of("status-canary", status(Samples.canary(), Optional.of(rollout))),
                Arguments.of(
                        "status-empty",
                        StatusView.of(
                                SERVICE,
                                State.NEW,
                                new StatusView.Readiness(false, List.of("nothing to return to")),
                                Optional.of("no traffic yet"),
                                0,
                                false,
                                Optional.empty(),
                                Optional.empty())),
                Arguments.of(
                        "status-stuck",
                        status(
                                Samples.in(new Phase.Stuck.Cornered(R1, "nothing to return to")),
                                Optional.empty())),
                Arguments.of("rollout-canary", rollout),
                Arguments.of(
                        "rollout-shadow",
                        rollout(Samples.shadow().phase(), new Verdict.NotApplicable())
                                .orElseThrow()
                                .withCompared(Optional.of(Samples.compared()))),
                Arguments.of(
                        "guard-on-accuracy",
                        GuardView.of(Samples.accuracy(new Verdict.Tripped(), false))),
                Arguments.of(
                        "guard-with-pairs",
                        GuardView.of(Samples.paired(new Verdict.Tripped(), false))),
                Arguments.of(
                        "rollout-shadow-that-has-seen-nothing",
                        rollout(Samples.shadow().phase(), new Verdict.NotApplicable())
                                .orElseThrow()
                                .withCompared(Optional.empty())),
                Arguments.of(
                        "rollout-baking",
                        rollout(
                                        new Phase.Baking(
                                                Samples.rollout(), T0.plusSeconds(60), List.of()),
                                        new Verdict.Ok())
                                .orElseThrow()),
                Arguments.of(
                        "rollout-returned",
                        RolloutView.ended(
                                SERVICE,
                                Samples.rollout(),
                                0,
                                RolloutView.Ending.RETURNED,
                                T0.plusSeconds(13),
                                Actor.guard("quality.error_rate"),
                                "+57.5 pp wrong",
                                List.of(Samples.reading(new Verdict.Tripped(), false)))),
                Arguments.of(
                        "history",
                        HistoryView.of(
                                new HistoryLine(
                                        T0,
                                        Optional.of(R1),
                                        Optional.of(R2),
                                        Optional.empty(),
                                        "rollback",
                                        Actor.guard("quality.error_rate"),
                                        "+57.5 pp wrong"))),
                Arguments.of("plan", PlanView.of(Samples.plan(), true)),
                Arguments.of(
                        "plan-unrecorded",
                        PlanView.of(Samples.plan(), true).withUnrecorded(1, true)),
                Arguments.of(
                        "plan-nothing-to-do",
                        PlanView.of(
                                new Plan(
                                        Optional.empty(),
                                        Plan.Fit.OK,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of("already back on r1 since 2026-11-23T02:14:07Z")),
                                false)),
                Arguments.of("incident", IncidentView.of(Samples.incident())),
                Arguments.of(
                        "release", ReleaseView.of(Samples.release(R1, "v1", .5), Samples.canary())),
                Arguments.of(
                        "release-held",
                        ReleaseView.of(Samples.release(R3, "v1", .5), Samples.canary())),
                Arguments.of(
                        "diff",
                        DiffView.of(Samples.release(R1, "v1", .5), Samples.release(R2, "v2", .47))),
                Arguments.of(
                        "diff-models",
                        DiffView.of(
                                Samples.release(R1, "v1", .5),
                                Samples.release(R2, "v2", .5),
                                new TreeMap<>(Map.of("opset", "ai.onnx 17", "ir", "8")),
                                new TreeMap<>(Map.of("opset", "ai.onnx 21", "ir", "8")))),
                Arguments.of(
                        "diff-breaks",
                        DiffView.of(
                                Samples.release(R1, "v1", .5),
                                Samples.otherSchema(Samples.release(R2, "v1", .5)))),
                Arguments.of(
                        "created",
                        new CreatedView(
                                "wine",
                                "r1",
                                Samples.digest('1').toString(),
                                true,
                                PartView.all(Samples.release(R1, "v1", .5).parts()),
                                List.of("files match their digests"),
                                List.of("no evidence on latency"),
                                List.of())),
                Arguments.of(
                        "sight",
                        SightView.of(
                                new Outlook.StepSight(
                                        0,
                                        .1,
                                        new Sight(
                                                Samples.QUALITY,
                                                4,
                                                .05,
                                                OptionalLong.of(120),
                                                OptionalLong.empty()),
                                        OptionalDouble.of(24)))),
                Arguments.of("labels", new LabelsView(5, 4, 3, 2, 1)),
                Arguments.of(
                        "applied", new AppliedView("Service", "wine", "created", List.of("hm"))));
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewLooksLikeItsPicture(String name, Record view) {
        Golden.assertSame("views/" + name + ".json", pretty(view));
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewComesBackAsItWasSent(String name, Record view) {
        assertThat(Json.readAnswer(Json.bytes(view), view.getClass())).as(name).isEqualTo(view);
    }

    @Test
    void aGuardIsNearItsBoundWhenItHasNotTrippedButItsPointEstimateIsOutside() {
        assertThat(GuardView.of(Samples.reading(new Verdict.Watching(), false)).near()).isTrue();
        assertThat(GuardView.of(Samples.reading(new Verdict.Ok(), true)).near()).isFalse();
        assertThat(GuardView.of(Samples.reading(new Verdict.Tripped(), false)).near()).isFalse();
    }

    @Test
    void onlyAWatchedPhaseHasARollout() {
        assertThat(rollout(new Phase.Steady(R1), new Verdict.Ok())).isEmpty();
        assertThat(
                        rollout(new Phase.Unproven(Samples.rollout(), List.of()), new Verdict.Ok())
                                .map(RolloutView::state))
                .contains("unproven");
    }

    @Test
    void aPausedRolloutSaysWhyAndWhatShareIsLeft() {
        var paused = new Phase.Paused(Samples.rollout(), R1, 1, false, Phase.Pause.RESTART, T0);

        var view = rollout(paused, new Verdict.Ok()).orElseThrow();

        assertThat(view.why()).contains("restart");
        assertThat(view.step()).isEqualTo(2);
        assertThat(view.share()).isZero();
        assertThat(
                        StatusView.why(
                                new Phase.Paused(
                                        Samples.rollout(), R1, 1, true, Phase.Pause.BLIND, T0)))
                .contains("a required guard is blind");
        assertThat(
                        StatusView.why(
                                new Phase.Paused(
                                        Samples.rollout(), R1, 1, false, Phase.Pause.LEASE, T0)))
                .contains("lease");
        assertThat(ALICE.text()).isEqualTo(view.by());
    }

    private static Optional<RolloutView> rollout(Phase phase, Verdict verdict) {
        return RolloutView.of(
                SERVICE,
                phase,
                List.of(Samples.blind(), Samples.reading(verdict, false)),
                List.of());
    }

    private static StatusView status(State state, Optional<RolloutView> rollout) {
        return StatusView.of(
                SERVICE, state, READY, Optional.empty(), 1, true, rollout, state.rollbackTo());
    }

    private static String pretty(Object view) {
        var json = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(view);
        return new String(json, StandardCharsets.UTF_8) + "\n";
    }
}
