package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import lastgood.control.retention.RetentionDesk;
import lastgood.core.port.Samples;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Releases that nothing needs are let go; all that anything needs stays.
class RetentionOverHttpTest {
    private static final String PRUNES = "/api/v1/services/wine/prunes";

    private ControlWorld world = new ControlWorld();

    @BeforeEach
    void fourGoodReleases() {
        world.applied(ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]"));
        for (int i = 1; i <= 4; i++) {
            world.created("lr-" + i, "model " + i);
            assertThat(world.started("r" + i).status()).isEqualTo(200);
            world.proves(i, "r" + i);
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDryRunTellsWhatWouldGoAndChangesNothing() {
        var plan = prune(2, true);
        assertThat(going(plan)).containsExactly("r1", "r2");
        assertThat(plan.body().get("done").asBoolean()).isFalse();
        assertThat(plan.body().get("frees").asLong()).isPositive();
        assertThat(plan.body().get("releases").toString())
                .contains("rollback target", "live", "last good");
        assertThat(releases()).hasSize(4);
        assertThat(going(prune(5, true))).isEmpty();
    }

    @Test
    void whatGoesIsOfferedNoMoreAndItsNumberAndHistoryStay() {
        prune(2, false);
        assertThat(releases()).containsExactly("r3", "r4");
        var shown = world.get("/api/v1/services/wine/releases/r1");
        assertThat(shown.text("code")).isEqualTo("LG-1217");
        assertThat(shown.body().get("why").toString()).contains("pruned", "by cli:alice");
        var back =
                world.post(
                        "/api/v1/services/wine/rollbacks",
                        Map.of("to", "r1", "dryRun", false, "yes", true));
        assertThat(back.text("code")).isEqualTo("LG-1217");
        assertThat(world.started("r2").text("code")).isEqualTo("LG-1217");
        assertThat(world.get("/api/v1/services/wine/history").body().get(0).toString())
                .contains("\"how\":\"prune\"", "r1, r2");
        world.created("lr-5", "model 5");
        assertThat(releases()).containsExactly("r3", "r4", "r5");
        assertThat(world.status().text("rollbackTo")).isEqualTo("r3");
    }

    @Test
    void whatWentIsListedWithWhenAndByWhomAlsoAfterARestart() {
        assertThat(world.get("/api/v1/services/wine/pruned").body()).isEmpty();
        world.post("/api/v1/services/wine/releases/r1/hold", Map.of("reason", "wrong units"));
        prune(2, false);
        var first = world.get("/api/v1/services/wine/pruned").body();
        assertThat(first).hasSize(2);
        assertThat(first.get(0).get("release").asString()).isEqualTo("r1");
        assertThat(first.get(0).get("state").asString()).isEqualTo("pruned");
        assertThat(first.get(0).get("held").toString()).contains("wrong units");
        assertThat(first.get(1).get("prunedBy").asString()).isEqualTo("cli:alice");
        assertThat(first.get(1).get("prunedAt").asString()).isEqualTo(world.now.get().toString());
        world = world.startedAgain();
        assertThat(world.get("/api/v1/services/wine/pruned").body()).isEqualTo(first);
        world.created("lr-1", "model 1");
        assertThat(world.get("/api/v1/services/wine/pruned").body()).hasSize(1);
        assertThat(world.get("/api/v1/services/wine/releases/r2").body().toString())
                .contains("nothing needed it any more", "release pull", "release create");
    }

    @Test
    void bytesGoADayLaterAndThoseThatOthersHaveStay() {
        prune(2, false);
        assertThat(stored("model 1")).isTrue();
        world.now.set(world.now.get().plus(RetentionDesk.GRACE).plus(Duration.ofSeconds(1)));
        assertThat(prune(2, false).body().get("deleted").asLong()).isPositive();
        assertThat(stored("model 1")).isFalse();
        assertThat(stored("model 3")).isTrue();
        assertThat(stored("model 4")).isTrue();
    }

    @Test
    void theSameBytesGiveTheSameNumberBack() {
        prune(2, false);
        world.now.set(world.now.get().plus(RetentionDesk.GRACE).plus(Duration.ofSeconds(1)));
        prune(2, false);
        var again = world.created("lr-1", "model 1");
        assertThat(again.text("release")).isEqualTo("r1");
        assertThat(again.body().get("created").asBoolean()).isTrue();
        assertThat(releases()).containsExactly("r1", "r3", "r4");
        assertThat(stored("model 1")).isTrue();
    }

    @Test
    void aHoldOutlivesThePruningAndTheReturn() {
        world.post("/api/v1/services/wine/releases/r1/hold", Map.of("reason", "wrong units"));
        prune(2, false);
        world.created("lr-1", "model 1");
        assertThat(world.started("r1").text("code")).isEqualTo("LG-1203");
    }

    @Test
    void onlyWhatWasShownGoes() {
        var body = Map.of("keep", 2, "dryRun", false, "releases", List.of("r2"));
        assertThat(going(world.post(PRUNES, body))).containsExactly("r2");
        assertThat(releases()).containsExactly("r1", "r3", "r4");
    }

    @Test
    void whatWasPrunedIsPrunedAfterARestart() {
        prune(2, false);
        world = world.startedAgain();
        assertThat(releases()).containsExactly("r3", "r4");
        assertThat(world.get("/api/v1/services/wine/releases/r1").text("code"))
                .isEqualTo("LG-1217");
    }

    @Test
    void aNumberBelowZeroIsRefused() {
        assertThat(prune(-1, true).text("code")).isEqualTo("LG-1005");
    }

    private ControlWorld.Answer prune(int keep, boolean dryRun) {
        return world.post(PRUNES, Map.of("keep", keep, "dryRun", dryRun));
    }

    private static List<String> going(ControlWorld.Answer plan) {
        return plan.body()
                .get("releases")
                .valueStream()
                .filter(r -> !r.get("stays").asBoolean())
                .map(r -> r.get("release").asString())
                .toList();
    }

    private List<String> releases() {
        return world.get("/api/v1/services/wine/releases")
                .body()
                .valueStream()
                .map(r -> r.get("release").asString())
                .toList();
    }

    private boolean stored(String model) {
        return world.releases.size(Digest.of(Samples.bytes(model))).isPresent();
    }
}
