package lastgood.control.move;

import static lastgood.control.move.Village.COST;
import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.Samples;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.closure.Launch;
import lastgood.core.rollout.Event;
import lastgood.core.stack.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A release goes out together with a version of the table that lives in a world of its own.
class DrivenLaunchTest {
    private final Village village = new Village();
    private final Village.Life life = village.new Life();
    private Optional<ReleaseId> newer = Optional.empty();

    @BeforeEach
    void theOlderTable() throws IOException {
        village.driven("table", "v1", Requires.NOTHING);
        village.driven("table", "v2", Requires.NOTHING, "v1");
        village.worlds.of("table").move("v1");
        village.good(life, FRAUD, village.release(life, FRAUD, "v1"));
        village.good(life, COST, village.release(life, COST, "v2", "v1"));
        village.shared(life, "v1");
        newer = Optional.of(village.release(life, FRAUD, "v2"));
    }

    @Test
    void theWorldMovesBeforeTheReleaseServes() throws IOException {
        assertThat(goesOut()).isEmpty();
        mustBe("v2", 2);
    }

    @Test
    void somethingNewWaitsForTheDiskAndTheWorldIsTakenBack() throws IOException {
        village.fuse.fillDiskAfter(1);
        var problem = goesOut().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.MOVE_UNDONE);
        assertThat(problem.why()).contains("no space left on device");
        assertThat(village.worlds.asked).containsExactly("table -> v2", "table -> v1");
        mustBe("v1", 1);
    }

    @Test
    void nobodysRolloutIsEndedByAWorldThatMoves() throws IOException {
        village.worlds.spoil(
                "table",
                driver ->
                        DrivenStory.restoring(
                                driver,
                                (to, key) -> {
                                    startsMeanwhile();
                                    return driver.restore(to, key);
                                }));
        var problem = goesOut().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.MOVE_UNDONE);
        assertThat(problem.what()).contains("r2 of cost does not fit any more");
        mustBe("v1", 1);
        assertThat(life.loop(COST).state().phase().candidate()).as("goes on").isPresent();
    }

    /// A rollout of cost with a release that reads the older table only.
    private void startsMeanwhile() {
        try {
            if (life.loop(COST).state().phase().candidate().isEmpty()) {
                var id = village.release(life, COST, "v1");
                var terms = Samples.terms();
                life.loop(COST).handle(new Event.Started(NOON, ALICE, id, terms, Optional.empty()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Problem> goesOut() throws IOException {
        var id = newer.orElseThrow();
        var manifest = village.releases.find(FRAUD, id).orElseThrow().manifest();
        var launch = life.launcher.launch(life.loop(FRAUD), id, manifest);
        var together = (Launch.Together) launch;
        var started = new Event.Started(NOON, ALICE, id, Earning.atOnce(), together.noWayBack());
        return life.mover.forward(life.loop(FRAUD), started, together.components());
    }

    private void mustBe(String version, int fraud) {
        assertThat(life.live(FRAUD).number()).isEqualTo(fraud);
        assertThat(village.worlds.live("table")).isEqualTo(version);
        assertThat(life.record.now().live()).isEqualTo(Map.of("table", version));
        assertThat(life.record.now().opened()).isEmpty();
    }
}
