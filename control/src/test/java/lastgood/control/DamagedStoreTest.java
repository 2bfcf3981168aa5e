package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import lastgood.core.release.ReleaseId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Releases whose stored bytes are damaged: what serves, what can be gone back to, and what people are told.
class DamagedStoreTest {
    private ControlWorld world = new ControlWorld();

    @BeforeEach
    void aService() {
        world.applied(ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whereLiveIsDamagedAtAStartTheLastGoodReleaseServes() {
        goodReleases(2);

        world = world.startedAgain(2);

        var status = world.statusWhen(s -> s.text("state").equals("steady")).body();
        assertThat(status.get("live").asString()).isEqualTo("r1");
        assertThat(status.get("held")).isEmpty();
        var line = history(0);
        assertThat(line).contains("fallback", "r2 could not be made ready: its model is damaged");
        assertThat(world.board.serving(ControlWorld.WINE).orElseThrow().split().live().name())
                .isEqualTo("r1");
    }

    @Test
    void whereNothingElseIsGoodTheServiceIsStuckAndSaysWhy() {
        goodReleases(1);

        world = world.startedAgain(1);

        var status = world.statusWhen(s -> s.text("state").equals("stuck")).body();
        assertThat(status.get("live").asString()).isEqualTo("r1");
        assertThat(history(0)).contains("its model is damaged", "nothing to go back to instead");
        assertThat(world.notifier.told()).anyMatch(t -> t.text().contains("its model is damaged"));
    }

    @Test
    void anotherReleaseThatLoadsCanBeStartedThen() {
        goodReleases(1);
        world.created("lr-2", "model 2");
        world = world.startedAgain(1);
        world.statusWhen(s -> s.text("state").equals("stuck"));

        assertThat(world.started("r1").text("code")).isEqualTo("LG-1301");
        assertThat(world.started("r2").status()).isEqualTo(200);

        assertThat(world.status().text("live")).isEqualTo("r2");
    }

    @Test
    void aReleaseWhoseBytesAreRepairedServesByItself() {
        goodReleases(1);
        world = world.startedAgain(1);
        world.statusWhen(s -> s.text("state").equals("stuck"));

        world.repair(release(1));

        world.statusWhen(s -> s.text("state").equals("steady"));
        assertThat(world.board.serving(ControlWorld.WINE).orElseThrow().split().live().name())
                .isEqualTo("r1");
    }

    @Test
    void aRollbackToADamagedReleaseIsBlockedMovesNothingAndNamesAnother() {
        goodReleases(3);
        world = world.startedAgain(2);
        world.statusWhen(s -> s.text("state").equals("steady"));

        var plan = rollback(Map.of("dryRun", true));
        assertThat(plan.text("verdict")).isEqualTo("BLOCKED");
        assertThat(plan.body().get("reasons").toString())
                .contains("r2 could not be made ready", "its model is damaged");

        var real = rollback(Map.of());
        assertThat(real.status()).isEqualTo(409);
        assertThat(real.text("code")).isEqualTo("LG-1215");
        assertThat(real.body().get("do").get(0).asString())
                .isEqualTo("lastgood rollback wine --to r1");
        assertThat(real.text("state")).isEqualTo("Traffic: 100 % r3.");
        assertThat(world.status().body().get("held")).isEmpty();
        assertThat(world.status().text("live")).isEqualTo("r3");

        assertThat(rollback(Map.of("to", "r1", "yes", true)).body().get("done").asBoolean())
                .isTrue();
    }

    /// Each one is live and good after the other.
    private void goodReleases(int last) {
        for (int i = 1; i <= last; i++) {
            world.created("lr-" + i, "model " + i);
            assertThat(world.started("r" + i).status()).isEqualTo(200);
            world.proves(i, "r" + i);
        }
    }

    private ReleaseId release(int number) {
        var standing = world.control.services().open(ControlWorld.WINE).state().standing();
        return standing.release(number).orElseThrow();
    }

    private String history(int line) {
        return world.get("/api/v1/services/wine/history").body().get(line).toString();
    }

    private ControlWorld.Answer rollback(Map<String, Object> request) {
        var body = new HashMap<>(request);
        body.putIfAbsent("dryRun", false);
        body.putIfAbsent("yes", false);
        return world.post("/api/v1/services/wine/rollbacks", body);
    }
}
