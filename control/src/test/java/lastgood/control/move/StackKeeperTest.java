package lastgood.control.move;

import static lastgood.control.move.Village.AUDIT;
import static lastgood.control.move.Village.COST;
import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.closure.Launch;
import lastgood.core.rollout.Event;
import org.junit.jupiter.api.Test;

/// What goes out with a release, and what follows it when it comes back by itself.
class StackKeeperTest {
    private final Village village = new Village();
    private final Village.Life life = village.new Life();

    @Test
    void theFirstVersionThatAnybodyServesWithIsTheOneThatEverybodyReads() throws IOException {
        village.version("v1");
        village.declared(life);
        life.keeper.begin();
        assertThat(life.record.now().live()).isEmpty();

        village.good(life, FRAUD, village.release(life, FRAUD, "v1"));
        life.keeper.changed();
        life.errands.runAll();

        assertThat(life.record.now().live()).isEqualTo(Map.of("table", "v1"));
    }

    @Test
    void aReleaseGoesOutWithTheVersionThatItNeedsAndOthersReadItFromThenOn() throws IOException {
        oldTable();
        var fraud2 = village.release(life, FRAUD, "v2");

        assertThat(goesOut(fraud2)).isEmpty();

        assertThat(life.live(FRAUD)).isEqualTo(fraud2);
        assertThat(life.record.now().live()).isEqualTo(Map.of("table", "v2"));
        assertThat(life.board.route(COST).orElseThrow().epoch())
                .as("one switch")
                .isEqualTo(life.board.route(FRAUD).orElseThrow().epoch());
        assertThat(life.loop(COST).history().getFirst().how()).isEqualTo("rebound");
        assertThat(life.loop(FRAUD).state().rollbackTo()).isPresent();
    }

    @Test
    void aReleaseThatOthersCouldNotFollowIsRefused() throws IOException {
        oldTable();
        village.good(life, AUDIT, village.release(life, AUDIT, "v1"));
        var fraud2 = village.release(life, FRAUD, "v2");

        assertThat(launch(fraud2))
                .isInstanceOfSatisfying(
                        Launch.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .containsExactly("audit r1 accepts table [v1], not v2"));
    }

    @Test
    void theTableFollowsAServiceThatCameBackByItself() throws IOException {
        oldTable();
        var fraud2 = village.release(life, FRAUD, "v2");
        assertThat(goesOut(fraud2)).isEmpty();
        life.keeper.begin();

        life.loop(FRAUD).handle(new Event.Stopped(NOON, ALICE, "wrong scores"));
        assertThat(life.live(FRAUD).number()).as("it waits for nobody").isEqualTo(1);
        life.keeper.changed();
        life.errands.runAll();

        assertThat(life.record.now().live()).isEqualTo(Map.of("table", "v1"));
        assertThat(life.loop(COST).history().getFirst().how()).isEqualTo("rebound");
        assertThat(village.notifier.told()).noneMatch(told -> told.toString().contains("follow"));
    }

    @Test
    void whatCannotFollowIsToldOnceAndTriedAgain() throws IOException {
        oldTable();
        assertThat(goesOut(village.release(life, FRAUD, "v2"))).isEmpty();
        // Since then somebody serves who reads the new table only, and has nothing to go back to.
        village.good(life, AUDIT, village.release(life, AUDIT, "v2"));
        life.keeper.begin();

        life.loop(FRAUD).handle(new Event.Stopped(NOON, ALICE, "wrong scores"));
        life.keeper.changed();
        life.errands.runAll();
        life.errands.runAll();

        assertThat(life.live(FRAUD).number()).isEqualTo(1);
        assertThat(life.record.now().live()).isEqualTo(Map.of("table", "v2"));
        assertThat(village.notifier.told().stream().filter(t -> t.toString().contains("follow")))
                .hasSize(1)
                .first()
                .asString()
                .contains("audit r1 accepts table [v2], not v1");
        assertThat(life.errands.waiting()).as("tried again").isPositive();
    }

    private void oldTable() throws IOException {
        village.version("v1");
        village.version("v2", "v1");
        village.good(life, FRAUD, village.release(life, FRAUD, "v1"));
        village.good(life, COST, village.release(life, COST, "v2", "v1"));
        village.shared(life, "v1");
    }

    private Launch launch(ReleaseId id) throws IOException {
        var release = village.releases.find(FRAUD, id).orElseThrow();
        return life.launcher.launch(life.loop(FRAUD), id, release.manifest());
    }

    private Optional<?> goesOut(ReleaseId id) throws IOException {
        var together = (Launch.Together) launch(id);
        var started = new Event.Started(NOON, ALICE, id, Earning.atOnce(), together.noWayBack());
        return life.mover.forward(life.loop(FRAUD), started, together.components());
    }
}
