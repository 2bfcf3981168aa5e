package lastgood.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A rollback works on a full disk, and whoever asked for it reads whether a restart would undo it.
class UnrecordedOverHttpTest {
    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whereTheDiskTakesNeitherJournalNorVetoARestartWouldUndoTheRollback() {
        world.canary();
        diskIsFullFor(r2Veto());

        var first = rolledBack(false);
        var again = rolledBack(false);

        assertThat(first.body().get("done").asBoolean()).isTrue();
        assertSays(first, 1, true);
        assertThat(again.body().get("done").asBoolean()).isFalse();
        assertSays(again, 1, true);
        assertSays(world.status(), 1, true);
    }

    @Test
    void whereTheVetoIsOnTheDiskARestartKeepsTheRollback() {
        world.canary();
        diskIsFullFor(Set.of());

        assertSays(rolledBack(false), 1, false);
        assertSays(world.status(), 1, false);
    }

    @Test
    void whereNothingWasWatchedNoVetoKeepsIt() {
        world.applied(ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]"));
        for (int i = 1; i <= 2; i++) {
            world.created("lr-" + i, "model " + i);
            assertThat(world.started("r" + i).status()).isEqualTo(200);
            world.proves(i, "r" + i);
        }
        diskIsFullFor(Set.of());

        assertSays(rolledBack(false), 1, true);
        assertSays(world.status(), 1, true);
    }

    @Test
    void aVetoThatControlHasNotHeardOfYetCountsToo() {
        world.canary();
        world.board.unrecorded(ControlWorld.WINE, r2Veto());

        assertSays(world.status(), 1, true);
        assertSays(rolledBack(true), 1, true);
    }

    @Test
    void onceItIsWrittenDownNothingIsSaidOfIt() {
        world.canary();
        diskIsFullFor(r2Veto());
        rolledBack(false);

        world.journal.mend();
        world.board.unrecorded(ControlWorld.WINE, Set.of());

        assertSays(world.statusWhen(s -> s.body().get("unrecorded").asInt() == 0), 0, false);
        assertSays(rolledBack(false), 0, false);
    }

    /// @param vetoes that it refuses; all others are on it
    private void diskIsFullFor(Set<Route.Veto> vetoes) {
        world.journal.fail("no space left on device");
        world.board.unrecorded(ControlWorld.WINE, vetoes);
    }

    private Set<Route.Veto> r2Veto() {
        var route = world.board.route(ControlWorld.WINE).orElseThrow();
        return Set.of(route.exposes().orElseThrow());
    }

    private ControlWorld.Answer rolledBack(boolean dryRun) {
        var body = Map.of("dryRun", dryRun, "yes", true);
        var answer = world.post("/api/v1/services/wine/rollbacks", body);
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    private static void assertSays(ControlWorld.Answer answer, int unrecorded, boolean undoes) {
        assertThat(answer.body().get("unrecorded").asInt()).isEqualTo(unrecorded);
        assertThat(answer.body().get("restartUndoes").asBoolean()).isEqualTo(undoes);
    }
}
