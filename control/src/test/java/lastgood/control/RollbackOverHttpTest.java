package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.port.Samples;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Rollbacks to a named release and of one part: what is planned, what is refused, and that a refusal moves nothing.
class RollbackOverHttpTest {
    private static final String AT_ONCE = ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]");

    private final ControlWorld world = new ControlWorld();

    @BeforeEach
    void threeReleasesAfterEachOther() {
        world.applied(AT_ONCE);
        for (int i = 1; i <= 3; i++) {
            assertThat(world.createdWithRows("lr-" + i, "model " + i).text("release"))
                    .isEqualTo("r" + i);
            assertThat(world.started("r" + i).status()).isEqualTo(200);
            world.now.set(world.now.get().plusSeconds(3601));
            world.statusWhen(s -> s.text("state").equals("steady"));
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aReleaseThatNeverEarnedGoodIsRiskyAndNeedsConsent() {
        var plan = asked(Map.of("to", "r1", "dryRun", true));
        assertThat(plan.text("verdict")).isEqualTo("RISKY");
        assertThat(plan.text("target")).isEqualTo("r1");
        assertThat(text(plan.body().get("reasons")))
                .contains("r1 never earned good: that it can take every request was never seen");

        var refused = asked(Map.of("to", "r1"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("state")).isEqualTo("Traffic: 100 % r3.");
        assertThat(live()).isEqualTo("r3");

        assertThat(asked(Map.of("to", "r1", "yes", true)).body().get("done").asBoolean()).isTrue();
        assertThat(live()).isEqualTo("r1");
    }

    @Test
    void thePlanNamesTheServiceAndThePartsThatDiffer() {
        var changes = asked(Map.of("to", "r2", "dryRun", true)).body().get("changes");

        assertThat(changes.get(0).get("part").asString()).isEqualTo("release");
        assertThat(changes.get(0).get("from").asString()).isEqualTo("r3");
        assertThat(changes.get(0).get("to").asString()).isEqualTo("r2");
        assertThat(changes.get(1).get("part").asString()).isEqualTo("model");
        assertThat(changes).hasSize(2);
    }

    @Test
    void aHeldReleaseIsNoTarget() {
        hold("r1");

        var plan = asked(Map.of("to", "r1", "dryRun", true));
        assertThat(plan.text("verdict")).isEqualTo("BLOCKED");
        assertThat(text(plan.body().get("reasons"))).contains("wrong currency");
        assertThat(asked(Map.of("to", "r1", "yes", true)).text("code")).isEqualTo("LG-1203");
        assertThat(live()).isEqualTo("r3");
    }

    @Test
    void aReleaseThatIsNoneIsSaidWithThoseThereAre() {
        var answer = asked(Map.of("to", "r9"));

        assertThat(answer.text("code")).isEqualTo("LG-1102");
        assertThat(live()).isEqualTo("r3");
    }

    @Test
    void onePartOfAnOlderReleaseBecomesAReleaseOfItsOwnAndARollout() {
        var plan = asked(Map.of("to", "r2", "only", "model", "dryRun", true));
        assertThat(plan.text("verdict")).isEqualTo("RISKY");

        var silent = asked(Map.of("to", "r2", "only", "model"));
        assertThat(silent.status()).isEqualTo(409);
        assertThat(silent.body().toString())
                .contains("never earned good", "--to r2 --only model --yes");

        var done = asked(Map.of("to", "r2", "only", "model", "yes", true));

        // The mix of r3 with r2's model is r2, byte for byte: that is what goes out.
        assertThat(done.text("target")).isEqualTo("r2");
        assertThat(world.status().text("live")).isEqualTo("r2");
    }

    @Test
    void aStackThatIsAReleaseAlreadyIsCalledByItsName() {
        var known = asked(Map.of("to", "r2", "only", "model", "dryRun", true));
        assertThat(known.text("target")).isEqualTo("r2");
        assertThat(text(known.body().get("reasons")))
                .isEqualTo("this stack is r2, which never earned good: it goes out as a rollout");

        hold("r2");
        var held = asked(Map.of("to", "r2", "only", "model", "dryRun", true));
        assertThat(held.text("verdict")).isEqualTo("BLOCKED");
        assertThat(text(held.body().get("reasons"))).contains("r2 is held", "wrong currency");
        var real = asked(Map.of("to", "r2", "only", "model", "yes", true));
        assertThat(real.text("code")).isEqualTo("LG-1203");
        assertThat(live()).isEqualTo("r3");
    }

    @Test
    void aStackThatIsNoReleaseYetHasNoNameAndIsNotMadeByPlanning() {
        assertThat(
                        world.created(
                                        ControlWorld.RELEASE
                                                .formatted("lr-4")
                                                .replace("config: {}", "config: {timeout: 2s}"),
                                        Map.of("model.onnx", "model 4"))
                                .text("release"))
                .isEqualTo("r4");
        assertThat(world.started("r4").status()).isEqualTo(200);

        world.now.set(world.now.get().plusSeconds(3601));
        world.statusWhen(s -> s.text("state").equals("steady"));
        var plan = asked(Map.of("to", "r2", "only", "model", "dryRun", true));

        assertThat(plan.text("verdict")).isEqualTo("RISKY");
        assertThat(plan.body().get("target").isNull()).isTrue();
        assertThat(text(plan.body().get("reasons"))).startsWith("this stack has never served");
        assertThat(world.get("/api/v1/services/wine/releases").body()).hasSize(4);
        var done = asked(Map.of("to", "r2", "only", "model", "yes", true));
        assertThat(done.text("target")).isEqualTo("r5");
    }

    @Test
    void whileAReleaseBakesThePlanSaysThatNoOtherCanStart() {
        world.created("lr-4", "model 4");
        assertThat(world.started("r4").status()).isEqualTo(200);
        assertThat(world.status().text("state")).isEqualTo("baking");

        var plan = asked(Map.of("to", "r2", "only", "model", "dryRun", true));
        var real = asked(Map.of("to", "r2", "only", "model", "yes", true));

        assertThat(plan.text("verdict")).isEqualTo("BLOCKED");
        assertThat(text(plan.body().get("reasons"))).contains("already under way", "r4 bakes");
        assertThat(real.text("code")).isEqualTo("LG-1205");
        assertThat(world.get("/api/v1/services/wine/releases").body()).hasSize(4);
    }

    @Test
    void aPartWhoseSchemaDeclaresOtherTensorsThanTheGraphsHaveIsRefused() {
        var found = new Schema(Samples.schema().inputs(), List.of(another("scores")));
        world.workbench.inspecting(Outcome.done(new Workbench.Signature(found, List.of())));

        var plan = asked(Map.of("to", "r2", "only", "model", "dryRun", true));
        var real = asked(Map.of("to", "r2", "only", "model", "yes", true));

        assertThat(plan.text("verdict")).isEqualTo("BLOCKED");
        assertThat(text(plan.body().get("reasons")))
                .contains("the schema's output 'label' is none of the graphs' outputs: scores");
        assertThat(real.status()).isEqualTo(409);
        assertThat(real.text("code")).isEqualTo("LG-1204");
        assertThat(live()).isEqualTo("r3");
    }

    private static TensorSpec another(String name) {
        return new TensorSpec(name, Datatype.FP32, List.of(-1L, 2L), List.of());
    }

    @Test
    void aPartThatIsTheSameInBothIsNothingToMove() {
        var done = asked(Map.of("to", "r2", "only", "config", "yes", true));

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body().get("changes")).isEmpty();
        assertThat(text(done.body().get("reasons")))
                .contains("the config is the same in r3 and r2");
        assertThat(live()).isEqualTo("r3");
    }

    @Test
    void aPartWhoseTensorsDoNotFitIsRefusedAndNothingMoves() {
        world.workbench.inspecting(
                Outcome.refused(
                        Problem.of(Code.INVALID_RELEASE, "the graphs do not fit each other")));

        var plan = asked(Map.of("to", "r2", "only", "model", "dryRun", true));
        var real = asked(Map.of("to", "r2", "only", "model", "yes", true));

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.text("verdict")).isEqualTo("BLOCKED");
        assertThat(real.text("code")).isEqualTo("LG-1204");
        assertThat(text(real.body().get("why"))).contains("the graphs do not fit each other");
        assertThat(real.text("state")).isEqualTo("Nothing was changed. Traffic: 100 % r3.");
        assertThat(live()).isEqualTo("r3");
    }

    @Test
    void aPartThatMakesRecordedRowsWorseThanTheQualityBoundIsRefusedWithTheFigures() {
        // Live is right on 97 of 100 rows in the first replay of each question, the mix on 73.
        world.workbench.replaying(new Workbench.Score(100, 97, 0), new Workbench.Score(100, 73, 0));

        var real = asked(Map.of("to", "r2", "only", "model", "yes", true));

        assertThat(real.text("code")).isEqualTo("LG-1204");
        assertThat(text(real.body().get("why")))
                .contains("replay of 100 recorded rows: accuracy 73.0 % instead of 97.0 %");
        assertThat(live()).isEqualTo("r3");
    }

    @Test
    void aPartThatIsNoneIsRefusedWithTheSixThereAre() {
        var answer = asked(Map.of("only", "modle"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer.body().get("why")))
                .contains("model, features, preprocessing, schema, runtime, config");
    }

    private ControlWorld.Answer asked(Map<String, Object> request) {
        var body = new HashMap<>(request);
        body.putIfAbsent("dryRun", false);
        body.putIfAbsent("yes", false);
        return world.post("/api/v1/services/wine/rollbacks", body);
    }

    private void hold(String release) {
        var held =
                world.post(
                        "/api/v1/services/wine/releases/" + release + "/hold",
                        Map.of("reason", "wrong currency"));
        assertThat(held.status()).isEqualTo(200);
    }

    private String live() {
        return world.status().text("live");
    }

    private static String text(JsonNode list) {
        return String.join("; ", list.valueStream().map(JsonNode::asString).toList());
    }
}
