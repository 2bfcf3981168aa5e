package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.Samples;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// r2 is live and good, r1 is where a rollback would go.
class DrillsOverHttpTest {
    private static final String DRILLS = "/api/v1/services/wine/drills";

    private ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDrillTriesTheRollbackTargetAndSaysNullForWhatItDidNotMeasure() {
        world.twoGoodReleases();

        var drill = drilled();

        assertThat(drill.get("result").asString()).isEqualTo("passed");
        assertThat(drill.get("drill").asString()).isEqualTo("D-1");
        assertThat(drill.get("release").asString()).isEqualTo("r1");
        assertThat(drill.get("by").asString()).isEqualTo("cli:alice");
        for (var unmeasured : new String[] {"detectMs", "decideMs", "switchMs", "failedRequests"}) {
            assertThat(drill.get(unmeasured).isNull()).as(unmeasured).isTrue();
        }
        assertThat(drill.get("verifyMs").asDouble()).isEqualTo(2.0);
        assertThat(found(drill, "load")).isEqualTo("passed: loaded in a process of its own");
        assertThat(drill.get("steps").get(1).get("ms").asDouble()).isEqualTo(40.0);
        assertThat(found(drill, "golden")).isEqualTo("passed: 8 golden rows answered as recorded");
    }

    @Test
    void theEvidenceIsTheFileWithTheDigestThatTheDrillNames() {
        world.twoGoodReleases();
        var drill = drilled();

        var bytes = world.bytes("/api/v1/drills/D-1/evidence");
        var evidence =
                lastgood.wire.Json.mapper().readTree(new String(bytes, StandardCharsets.UTF_8));

        assertThat(drill.get("evidence").asString()).isEqualTo(Digest.of(bytes).toString());
        assertThat(evidence.get("drill").asString()).isEqualTo("D-1");
        assertThat(evidence.get("pieces").valueStream().map(p -> p.get("digest").asString()))
                .contains(Digest.of(Samples.bytes("model 1")).toString());
        assertThat(evidence.get("pieces").valueStream().map(p -> p.get("found").asString()))
                .containsOnly("as recorded");
        assertThat(evidence.get("live").asString()).isEqualTo("r2");
        assertThat(evidence.get("epochAfter")).isEqualTo(evidence.get("epochBefore"));
        assertThat(evidence.get("machine").get("processors").asString()).isNotEmpty();
    }

    @Test
    void thePlanOfARollbackSaysWhenItsTargetWasRehearsed() {
        world.twoGoodReleases();
        assertThat(plan().get("target").asString()).isEqualTo("r1");
        assertThat(plan().get("rehearsed").isNull()).isTrue();
        assertThat(plan().get("lastDrill").isNull()).isTrue();

        drilled();
        assertThat(plan().get("rehearsed").get("drill").asString()).isEqualTo("D-1");
        assertThat(plan().get("lastDrill")).isEqualTo(plan().get("rehearsed"));

        world.workbench.rehearsing(
                Outcome.refused(Problem.of(Code.INVALID_RELEASE, "the graph is cut off")));
        drilled();
        world = world.startedAgain();
        assertThat(plan().get("rehearsed").get("drill").asString()).isEqualTo("D-1");
        assertThat(plan().get("rehearsed").get("result").asString()).isEqualTo("passed");
        assertThat(plan().get("lastDrill").get("drill").asString()).isEqualTo("D-2");
        assertThat(plan().get("lastDrill").get("result").asString()).isEqualTo("failed");
    }

    private JsonNode plan() {
        return world.post("/api/v1/services/wine/rollbacks", Map.of("dryRun", true)).body();
    }

    @Test
    void nothingIsMovedByADrill() {
        world.twoGoodReleases();
        var before = world.status().body();
        long entries = world.journal.read(ControlWorld.WINE).size();

        drilled();

        var after = world.status().body();
        for (var field :
                new String[] {"state", "live", "lastGood", "rollbackTo", "epoch", "held"}) {
            assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
        }
        assertThat(world.journal.read(ControlWorld.WINE)).hasSize((int) entries);
    }

    @Test
    void oneFlippedBitInTheStoreFailsTheDrillBeforeAnythingIsLoaded() {
        world.twoGoodReleases();
        world.releases.damage(Digest.of(Samples.bytes("model 1")));
        int tried = world.workbench.rehearsed().size();

        var drill = drilled();

        assertThat(drill.get("result").asString()).isEqualTo("failed");
        assertThat(found(drill, "fetch")).contains("failed: model.onnx sha256:", "is damaged");
        assertThat(found(drill, "load")).startsWith("skipped");
        assertThat(drill.get("verifyMs").isNull()).isTrue();
        assertThat(world.workbench.rehearsed()).hasSize(tried);
        assertThat(drill.get("evidence").asString()).startsWith("sha256:");
    }

    @Test
    void aReleaseThatDoesNotLoadFailsTheDrill() {
        world.twoGoodReleases();
        world.workbench.rehearsing(
                Outcome.refused(Problem.of(Code.INVALID_RELEASE, "the graph is cut off")));

        assertThat(found(drilled(), "load"))
                .isEqualTo("failed: it does not load: the graph is cut off");
    }

    @Test
    void otherGoldenAnswersFailTheDrill() {
        world.twoGoodReleases();
        world.workbench.rehearsing(
                Outcome.done(
                        new Workbench.Rehearsal(
                                Duration.ofMillis(40),
                                Duration.ofMillis(2),
                                8,
                                Optional.of("golden row 3: output 'y' is 2, expected 1"))));

        var drill = drilled();

        assertThat(drill.get("result").asString()).isEqualTo("failed");
        assertThat(found(drill, "golden"))
                .isEqualTo("failed: golden row 3: output 'y' is 2, expected 1");
    }

    @Test
    void withNothingToGoBackToThereIsNothingToDrill() {
        world.applied();
        world.created("lr-1", "model 1");
        world.started("r1");

        var refused = world.post(DRILLS, Map.of("mode", "restore"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("LG-1206");
        assertThat(refused.text("state")).isEqualTo("Traffic: 100 % r1.");
        assertThat(world.get(DRILLS).body()).isEmpty();
    }

    @Test
    void whereOnlyLastGoodIsThereItIsDrilled() {
        world.applied(ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]"));
        world.created("lr-1", "model 1");
        world.started("r1");
        world.proves(1, "r1");

        assertThat(drilled().get("release").asString()).isEqualTo("r1");
    }

    @Test
    void aModeThatThisVersionDoesNotHaveIsRefused() {
        world.twoGoodReleases();

        var refused = world.post(DRILLS, Map.of("mode", "live"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("LG-1002");
        assertThat(refused.text("detail")).contains("mode 'live' is not in this version");
        assertThat(refused.body().get("do").get(0).asString())
                .isEqualTo("lastgood drill run wine --mode restore");
        assertThat(world.get(DRILLS).body()).isEmpty();
    }

    @Test
    void drillsAreListedNewestFirstAndTheLatestStandsInTheStatusAlsoAfterARestart() {
        world.twoGoodReleases();
        assertThat(world.status().body().get("lastDrill").isNull()).isTrue();
        drilled();
        world.workbench.rehearsing(
                Outcome.refused(Problem.of(Code.INVALID_RELEASE, "the graph is cut off")));
        var second = drilled();

        assertThat(world.get(DRILLS).body().valueStream().map(d -> d.get("drill").asString()))
                .containsExactly("D-2", "D-1");
        assertThat(world.get("/api/v1/drills/2").body()).isEqualTo(second);
        assertThat(world.status().body().get("lastDrill")).isEqualTo(second);
        try (var next = world.startedAgain()) {
            assertThat(next.status().body().get("lastDrill")).isEqualTo(second);
        }
    }

    @Test
    void evidenceThatWasAlteredIsNotHandedOut() {
        world.twoGoodReleases();
        drilled();
        world.drills.damage(1);

        var refused = world.get("/api/v1/drills/D-1/evidence");

        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text("code")).isEqualTo("LG-1202");
    }

    @Test
    void aDrillThatNeverWasIsNotFound() {
        for (var id : new String[] {"D-7", "7", "D-0", "x"}) {
            var lost = world.get("/api/v1/drills/" + id);
            assertThat(lost.status()).isEqualTo(404);
            assertThat(lost.text("code")).isEqualTo("LG-1107");
        }
        assertThat(world.get("/api/v1/drills/D-7/evidence").status()).isEqualTo(404);
    }

    private JsonNode drilled() {
        var drill = world.post(DRILLS, Map.of("mode", "restore"));
        assertThat(drill.status()).as(drill.toString()).isEqualTo(200);
        return drill.body();
    }

    private static String found(JsonNode drill, String step) {
        return drill.get("steps")
                .valueStream()
                .filter(s -> s.get("step").asString().equals(step))
                .map(s -> s.get("result").asString() + ": " + s.get("found").asString())
                .findFirst()
                .orElseThrow();
    }
}
