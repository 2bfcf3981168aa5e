package lastgood.control;

import static lastgood.core.port.Samples.WINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import lastgood.core.port.Aliases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A registry elsewhere is told of every change of what is live and last good, and its answer is shown.
class AliasesTest {
    private final ControlWorld world = new ControlWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyChangeOfLiveAndLastGoodIsToldInItsOrder() {
        twoGoodReleases();

        rolledBack();

        assertThat(world.aliases.told())
                .containsExactly(
                        "wine live none good none",
                        "wine live r1 good none",
                        "wine live r1 good r1",
                        "wine live r2 good r1",
                        "wine live r2 good r2",
                        "wine live r1 good r1");
    }

    @Test
    void aCandidateIsNotLiveAndItsRollbackChangesNothing() {
        world.canary();
        var before = world.aliases.told();

        rolledBack();

        assertThat(before.getLast()).startsWith("wine live r1");
        assertThat(world.aliases.told()).isEqualTo(before);
    }

    @Test
    void aRollbackThatCannotBeWrittenDownIsToldAllTheSame() {
        twoGoodReleases();
        world.journal.fail("No space left on device");

        rolledBack();

        assertThat(world.aliases.told().getLast()).isEqualTo("wine live r1 good r1");
    }

    @Test
    void theNextProcessTellsOnceMoreWhatTheJournalSays() {
        twoGoodReleases();

        try (var next = world.startedAgain()) {
            assertThat(next.aliases.told()).containsExactly("wine live r2 good r2");
        }
    }

    @Test
    void whatTheRegistrySaysStandsInTheStatus() {
        world.applied();
        assertThat(world.status().body().get("mlflow").isNull()).isTrue();

        world.aliases.show(
                WINE,
                new Aliases.Shown(
                        Optional.of("models:/wine/1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("nobody answers")));

        var shown = world.status().body().get("mlflow");
        assertThat(shown.get("champion").asString()).isEqualTo("models:/wine/1");
        assertThat(shown.get("lastGood").isNull()).isTrue();
        assertThat(shown.get("problem").asString()).isEqualTo("nobody answers");
    }

    private void twoGoodReleases() {
        world.applied(ControlWorld.SERVICE.replace("[20%, 100%]", "[100%]"));
        for (int i = 1; i <= 2; i++) {
            world.created("lr-" + i, "model " + i);
            assertThat(world.started("r" + i).status()).isEqualTo(200);
            world.proves(i, "r" + i);
        }
    }

    private void rolledBack() {
        var done = world.post("/api/v1/services/wine/rollbacks", Map.of("yes", true));
        assertThat(done.status()).as(done.toString()).isEqualTo(200);
    }
}
