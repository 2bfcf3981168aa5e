package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import lastgood.core.port.Samples;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Route;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A person had the gateway put live back, where r1 and r2 are good and r2 is live.
class PutBackCutOffTest {
    private ControlWorld world = new ControlWorld();

    @BeforeEach
    void twoGoodReleases() {
        world.twoGoodReleases();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void controlThatHearsOfItHoldsWhatWasLeftAndSaysByWhom() {
        world.board.putBack(ControlWorld.WINE, release(1), Samples.NOON, new Actor("socket"));

        world.statusWhen(s -> s.text("live").equals("r1"));
        isWrittenDownAsBy("socket");
    }

    @Test
    void whatNobodyWroteDownIsDoneAtTheNextStart() {
        world.vetoes.add(ControlWorld.WINE, Route.Veto.ofAny(release(2)));
        world = world.startedAgain();

        assertThat(world.status().text("live")).isEqualTo("r1");
        isWrittenDownAsBy("gateway");
    }

    private void isWrittenDownAsBy(String who) {
        var line = world.get("/api/v1/services/wine/history").body().get(0);
        assertThat(line.get("how").asString()).isEqualTo("rollback");
        assertThat(line.get("by").asString()).isEqualTo(who);
        assertThat(line.get("from").asString()).isEqualTo("r2");
        assertThat(world.status().body().get("held").get(0).get("release").asString())
                .isEqualTo("r2");
        Patience.until(
                "the incident tells who",
                ControlWorld.AT_MOST,
                () -> world.get("/api/v1/incidents"),
                a -> a.body().toString().contains("without control, by " + who));
        Patience.until(
                "the veto is acknowledged", () -> world.vetoes.of(ControlWorld.WINE).isEmpty());
    }

    private ReleaseId release(int number) {
        return world.control
                .services()
                .open(ControlWorld.WINE)
                .state()
                .standing()
                .release(number)
                .orElseThrow();
    }
}
