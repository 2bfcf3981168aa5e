package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The server ended after traffic was taken from a candidate and before that was written down: a veto is all there is.
class RetreatCutOffTest {
    private ControlWorld world = new ControlWorld();

    @BeforeEach
    void aCandidateIsTried() {
        world.canary();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theStartCarriesItOutBeforeAnybodyIsAnswered() {
        world.vetoes.add(ControlWorld.WINE, candidates());
        world = world.startedAgain();

        var status = world.status();
        assertThat(status.body().get("candidate").isNull()).isTrue();
        assertThat(status.text("live")).isEqualTo("r1");
        assertThat(status.body().get("held").get(0).get("release").asString()).isEqualTo("r2");
        assertThat(lastLine()).contains("the server ended before that was written down");
        assertThat(world.vetoes.of(ControlWorld.WINE)).isEmpty();
    }

    @Test
    void soNobodyResumesWhatWouldEndAtOnce() {
        world.vetoes.add(ControlWorld.WINE, candidates());
        world = world.startedAgain();

        var resumed = world.post("/api/v1/services/wine/rollout/resume", Map.of("reason", "go on"));
        assertThat(resumed.status()).isEqualTo(409);
    }

    @Test
    void liveThatCannotGoBackAnywhereServesOn() {
        world.post("/api/v1/services/wine/rollout/stop", Map.of());
        var live = serving();
        world.vetoes.add(ControlWorld.WINE, Route.Veto.ofAny(live));
        world = world.startedAgain();

        assertThat(world.status().text("live")).isEqualTo("r1");
        assertThat(world.vetoes.of(ControlWorld.WINE))
                .as("there is nothing older to go back to, so it serves on")
                .isEmpty();
    }

    @Test
    void aWishAboutWhatIsLiveNoMoreIsForgotten() {
        world.vetoes.add(ControlWorld.WINE, new Route.Veto(0, Digest.of(new byte[] {1})));
        world = world.startedAgain();

        assertThat(world.status().text("why")).isEqualTo("restart");
        assertThat(world.vetoes.of(ControlWorld.WINE)).isEmpty();
    }

    private ReleaseId serving() {
        return world.control
                .services()
                .open(ControlWorld.WINE)
                .state()
                .phase()
                .serving()
                .orElseThrow();
    }

    @Test
    void aVetoOfARolloutThatIsOverEndsNoOther() {
        world.vetoes.add(ControlWorld.WINE, new Route.Veto(1, candidates().release()));
        world.vetoes.add(ControlWorld.WINE, new Route.Veto(2, Digest.of(new byte[] {1})));
        world = world.startedAgain();

        assertThat(world.status().text("candidate")).isEqualTo("r2");
        assertThat(world.status().text("why")).isEqualTo("restart");
    }

    private Route.Veto candidates() {
        return world.control
                .services()
                .open(ControlWorld.WINE)
                .state()
                .phase()
                .watched()
                .orElseThrow()
                .veto();
    }

    private String lastLine() {
        return world.get("/api/v1/services/wine/history").body().get(0).get("why").asString();
    }
}
