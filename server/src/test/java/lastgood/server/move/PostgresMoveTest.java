package lastgood.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.port.Journal;
import lastgood.core.port.StackBook;
import lastgood.core.problem.Code;
import lastgood.drivers.sql.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real PostgreSQL that dies in the middle of a move.
class PostgresMoveTest {
    @TempDir private Path folder;
    private PostgresServer server;
    private Scores scores;

    @BeforeEach
    void aServerWithTwoVersions() throws Exception {
        server = PostgresServer.start();
        scores = new Scores(server::connect);
        scores.lay();
        Clinic.layRules(folder);
    }

    @AfterEach
    void noServer() throws Exception {
        server.end();
    }

    @Test
    void aViewMovesWithTheServicesThatReadIt() throws Exception {
        try (var clinic = new Clinic(folder.resolve("data"), Clinic.Around.NOTHING)) {
            clinic.declare(settings(), "sql-pointer");
            assertThat(clinic.rollBack()).isEmpty();
            clinic.mustServe(true, "after the move");
        }
        mustBe("v1", "after the move");
    }

    @Test
    void aServerThatStopsBetweenPreparationAndSwitchLeavesEveryWorldUnchanged() throws Exception {
        try (var clinic = new Clinic(folder.resolve("data"), dying(true))) {
            clinic.declare(settings(), "sql-pointer");
            var problem = clinic.rollBack().orElseThrow();
            assertThat(problem.code()).isEqualTo(Code.MOVE_UNDONE);
            assertThat(problem.what()).isEqualTo("scores was not moved to scores_v1.");
            assertThat(problem.state()).contains("rules is at v2, scores is at v2");
            clinic.mustServe(false, "taken back");
            assertThat(clinic.record.now().opened()).isEmpty();
            assertThat(Clinic.rules(folder)).as("the folder is back").isEqualTo("v2");

            var away = clinic.rollBack().orElseThrow();
            assertThat(away.state()).as("refused beforehand").isEqualTo("Nothing was moved.");
            server.up();
            mustBe("v2", "the server is back");
            assertThat(clinic.rollBack()).isEmpty();
            clinic.mustServe(true, "then it works");
        }
        mustBe("v1", "then it works");
    }

    @Test
    void aServerThatStopsOnceItHasMovedLeavesTheMoveOpenUntilItIsBack() throws Exception {
        try (var clinic = new Clinic(folder.resolve("data"), dying(false))) {
            clinic.declare(settings(), "sql-pointer");
            var problem = clinic.rollBack().orElseThrow();
            assertThat(problem.code()).isEqualTo(Code.MOVE_OPEN);
            assertThat(problem.why()).anyMatch(why -> why.startsWith("scores belongs at v2"));
            clinic.mustServe(false, "what serves, serves on");
            clinic.later();
            assertThat(clinic.record.now().opened()).as("it is still away").hasSize(1);
            server.up();
            assertThat(scores.read()).as("it had moved").isEqualTo("v1");
            clinic.later();
            assertThat(clinic.record.now().opened()).isEmpty();
            clinic.mustServe(false, "taken back");
        }
        mustBe("v2", "taken back");
    }

    @Test
    void aStartWhileTheServerIsAwayServesAndTakesTheWorldBackOnceItIsThere() throws Exception {
        try (var clinic = new Clinic(folder.resolve("data"), dying(false))) {
            clinic.declare(settings(), "sql-pointer");
            assertThat(clinic.rollBack().orElseThrow().code()).isEqualTo(Code.MOVE_OPEN);
        }
        try (var clinic = new Clinic(folder.resolve("data"), Clinic.Around.NOTHING).started()) {
            clinic.mustServe(false, "while it is away");
            assertThat(clinic.mover.notFinished(Clinic.COST).toString())
                    .contains("scores belongs at v2");
            server.up();
            clinic.later();
            clinic.mustServe(false, "taken back");
            assertThat(clinic.mover.notFinished(Clinic.COST)).isEmpty();
        }
        mustBe("v2", "taken back");
    }

    /// @param before whether the server dies before the first restore of the scores is asked for, or after it was made
    private Clinic.Around dying(boolean before) {
        return new Clinic.Around() {
            private boolean died;

            @Override
            public Journal journal(Journal journal) {
                return journal;
            }

            @Override
            public StackBook book(StackBook book) {
                return book;
            }

            @Override
            public ComponentDriver driver(String component, ComponentDriver driver) {
                return new Steps.Passing(driver) {
                    @Override
                    public Restored restore(Mark to, MoveKey key) {
                        boolean dies = !died && component.equals("scores");
                        died |= dies;
                        if (dies && before) {
                            server.kill();
                        }
                        var restored = driver.restore(to, key);
                        if (dies && !before) {
                            server.kill();
                        }
                        return restored;
                    }
                };
            }
        };
    }

    private SortedMap<String, String> settings() {
        var settings = Scores.settings(server.url(), "public");
        settings.put("user", PostgresServer.USER);
        settings.put("passwordEnv", "SCORES_PASSWORD");
        return settings;
    }

    private void mustBe(String version, String when) throws Exception {
        assertThat(List.of(Clinic.rules(folder), scores.read()))
                .as(when)
                .containsExactly(version, version);
    }
}
