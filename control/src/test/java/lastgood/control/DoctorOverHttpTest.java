package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import lastgood.core.port.Samples;
import lastgood.core.prediction.Arm;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The doctor's findings, as the management port tells them.
class DoctorOverHttpTest {
    private static final String DOCTOR = "/api/v1/services/wine/doctor";
    private static final String DRILLS = "/api/v1/services/wine/drills";

    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void ofAServiceWhoseWayBackWorksNothingFailed() {
        world.twoGoodReleases();
        world.statusWhen(s -> s.body().get("readiness").get("ready").asBoolean());
        world.post(DRILLS, Map.of());

        var all = world.get(DOCTOR).body();

        assertThat(all.get("result").asString()).as(all.toString()).isEqualTo("ok");
        assertThat(finding(all, "way back"))
                .isEqualTo("ok: a rollback goes to r1, which is loaded and warm");
        assertThat(finding(all, "parts")).startsWith("ok: r1: ").contains("each with its digest");
        assertThat(finding(all, "golden rows"))
                .isEqualTo("ok: r1: 8 golden rows answered as recorded");
        assertThat(finding(all, "journal")).isEqualTo("ok: all that is in force is written down");
        assertThat(finding(all, "drill")).startsWith("ok: D-1, 0 s ago: r1 in ");
    }

    @Test
    void askedAboutOneServiceItLooksNow() {
        world.twoGoodReleases();
        world.get(DOCTOR);
        world.releases.damage(Digest.of(Samples.bytes("model 1")));

        var all = world.get(DOCTOR).body();

        assertThat(all.get("result").asString()).isEqualTo("failed");
        assertThat(finding(all, "parts")).contains("failed: r1: model.onnx sha256:", "is damaged");
        assertThat(fix(all, "parts")).contains("lastgood release create -f FILE");
        var ways = world.status().body().get("preflight");
        assertThat(ways.get(0).get("release").asString()).isEqualTo("r1");
        assertThat(ways.get(0).get("ready").asBoolean()).isFalse();
        assertThat(ways.get(1).get("ready").asBoolean()).isTrue();
        assertThat(world.text("/metrics"))
                .contains(
                        "lastgood_service_way_back{release=\"r1\",service=\"wine\"} 0",
                        "lastgood_service_way_back{release=\"r2\",service=\"wine\"} 1");
    }

    @Test
    void damagedRowsThatNothingServesWithAreRemarkedUponAndCloseNoWay() {
        world.applied(ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]"));
        world.createdWithRows("lr-1", "model 1");
        world.started("r1");
        world.proves(1, "r1");
        world.releases.damage(Digest.of(Samples.bytes("the same rows for all")));

        var all = world.get(DOCTOR).body();

        assertThat(all.get("result").asString()).as(all.toString()).isEqualTo("warning");
        assertThat(all.toString())
                .contains("r1: rows.ndjson sha256:")
                .contains("is damaged: its bytes are others; it could serve without");
        assertThat(world.status().body().get("preflight").get(0).get("ready").asBoolean()).isTrue();
        assertThat(world.post(DRILLS, Map.of()).text("result")).isEqualTo("passed");
        assertThat(world.text("/api/v1/drills/D-1/evidence")).contains("is damaged");
    }

    @Test
    void aTargetThatIsNotWarmIsNoWayBack() {
        world.twoGoodReleases();
        var target = world.control.services().open(ControlWorld.WINE).state().rollbackTo();
        world.standby.keep(ControlWorld.WINE, java.util.Set.of());

        assertThat(target).isPresent();
        assertThat(finding(world.get(DOCTOR).body(), "way back"))
                .isEqualTo("failed: a rollback goes to r1: r1 is not loaded and warm");
    }

    @Test
    void aWayBackThatNobodyTriedOrNotForLongIsAWarning() {
        world.twoGoodReleases();
        assertThat(finding(world.get(DOCTOR).body(), "drill"))
                .isEqualTo("warning: the way back was never drilled");
        assertThat(fix(world.get(DOCTOR).body(), "drill")).isEqualTo("lastgood drill run wine");

        world.post(DRILLS, Map.of());
        world.now.set(world.now.get().plus(Duration.ofDays(31)));

        assertThat(finding(world.get(DOCTOR).body(), "drill"))
                .startsWith("warning: D-1, 31 d ago: r1 in ")
                .endsWith("more than 30 days ago");
    }

    @Test
    void aDrillOfAnotherReleaseThanTheOneThatCountsNowIsAWarning() {
        world.twoGoodReleases();
        world.post(DRILLS, Map.of());
        world.created("lr-3", "model 3");
        world.started("r3");
        world.proves(3, "r3");

        assertThat(finding(world.get(DOCTOR).body(), "drill"))
                .startsWith("warning: D-1, ")
                .endsWith("the way back is r2 now");
    }

    @Test
    void aFailedDrillIsFailed() {
        world.twoGoodReleases();
        world.releases.damage(Digest.of(Samples.bytes("model 1")));
        world.post(DRILLS, Map.of());

        assertThat(finding(world.get(DOCTOR).body(), "drill"))
                .startsWith("failed: D-1, ")
                .contains("r1 failed: model.onnx");
    }

    @Test
    void blindGuardsAndMissingLabelsAreWarnings() {
        world.canary();

        var all = world.get(DOCTOR).body();

        assertThat(finding(all, "guards")).contains("warning: ", "is blind: ");
        assertThat(finding(all, "labels"))
                .isEqualTo("warning: no request of rollout 2 is labelled");
        assertThat(fix(all, "labels")).isEqualTo("send labels: POST /api/v1/services/wine/labels");

        world.post(
                "/api/v1/services/wine/labels",
                Map.of("labels", List.of(world.label(2, 2, 0, Arm.CANDIDATE, 1, 0))));
        assertThat(finding(world.get(DOCTOR).body(), "labels"))
                .isEqualTo("ok: 1 requests of rollout 2 are labelled");
    }

    @Test
    void aRetreatThatIsNotWrittenDownIsTold() {
        world.twoGoodReleases();
        world.journal.fail("No space left on device");
        world.post("/api/v1/services/wine/rollbacks", Map.of("yes", true));

        var all = world.get(DOCTOR).body();

        assertThat(finding(all, "journal"))
                .isEqualTo(
                        "failed: 1 retreat is in force and not written down: a restart would undo it");
    }

    @Test
    void theFirstReleaseHasNoWayBackAndThatIsAWarning() {
        world.applied();
        world.created("lr-1", "model 1");
        assertThat(finding(world.get(DOCTOR).body(), "way back"))
                .isEqualTo("warning: no release has been rolled out");

        world.started("r1");

        var all = world.get(DOCTOR).body();
        assertThat(finding(all, "way back"))
                .isEqualTo("warning: there is no older good release to go back to");
        assertThat(all.get("result").asString()).isEqualTo("warning");
    }

    @Test
    void ofAllServicesEachIsThereUnderItsName() {
        world.twoGoodReleases();

        var all = world.get("/api/v1/doctor").body();

        assertThat(all.get("findings").valueStream().map(f -> f.get("service").asString("")))
                .containsOnly("wine");
        assertThat(all.get("at").asString()).isEqualTo(world.now.get().toString());
        assertThat(world.get("/api/v1/services/nix/doctor").status()).isEqualTo(404);
    }

    /// The first of that check.
    private static String finding(JsonNode all, String check) {
        return all.get("findings")
                .valueStream()
                .filter(f -> f.get("check").asString().equals(check))
                .map(f -> f.get("verdict").asString() + ": " + f.get("found").asString())
                .findFirst()
                .orElseThrow(() -> new AssertionError(all.toString()));
    }

    private static String fix(JsonNode all, String check) {
        return all.get("findings")
                .valueStream()
                .filter(f -> f.get("check").asString().equals(check))
                .map(f -> f.get("fix").asString(""))
                .findFirst()
                .orElseThrow();
    }
}
