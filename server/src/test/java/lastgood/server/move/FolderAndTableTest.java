package lastgood.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A link and a SQLite view move with the services that read what is behind them.
class FolderAndTableTest {
    @TempDir private Path folder;

    @Test
    void bothWorldsAndBothServicesGoBackInOneMove() throws Exception {
        var place = new Place(folder.resolve("one"));
        try (var clinic = new Clinic(place.data, Clinic.Around.NOTHING)) {
            clinic.declare(place.settings(), "sql-pointer");
            assertThat(clinic.rollBack()).isEmpty();
            clinic.mustServe(true, "after the move");
        }
        place.mustBe("v1", "after the move");
        try (var clinic = new Clinic(place.data, Clinic.Around.NOTHING).started()) {
            clinic.mustServe(true, "after a restart");
        }
        place.mustBe("v1", "after a restart");
    }

    @Test
    void aVersionThatWasDamagedBeforehandMovesNeither() throws Exception {
        var place = new Place(folder.resolve("one"));
        try (var clinic = new Clinic(place.data, Clinic.Around.NOTHING)) {
            clinic.declare(place.settings(), "sql-pointer");
            try (var connection = DriverManager.getConnection(place.url());
                    var statement = connection.createStatement()) {
                statement.execute("UPDATE scores_v1 SET word = 'altered'");
            }
            var problem = clinic.rollBack().orElseThrow();
            assertThat(problem.code()).isEqualTo(Code.VERSION_DAMAGED);
            assertThat(problem.state()).isEqualTo("Nothing was moved.");
            clinic.mustServe(false, "nothing moved");
        }
        place.mustBe("v2", "nothing moved");
    }

    @Test
    void aCrashAtAnyStepLeavesTheOldOrTheNewStackInBothWorlds() throws Exception {
        int olds = 0;
        int news = 0;
        boolean crashed = true;
        for (int step = 0; crashed; step++) {
            var when = "after a crash at step " + step;
            var place = new Place(folder.resolve("step" + step));
            var steps = new Steps();
            try (var clinic = new Clinic(place.data, steps)) {
                clinic.declare(place.settings(), "sql-pointer");
                steps.endAt(step);
                crashed = crashes(clinic);
            }
            try (var clinic = new Clinic(place.data, Clinic.Around.NOTHING).started()) {
                boolean isNew = clinic.live(Clinic.FRAUD).number() == 1;
                clinic.mustServe(isNew, when);
                assertThat(clinic.record.now().opened()).as(when).isEmpty();
                place.mustBe(isNew ? "v1" : "v2", when);
                olds += isNew ? 0 : 1;
                news += isNew ? 1 : 0;
            }
        }
        assertThat(olds).as("crashes before it happened").isGreaterThan(10);
        assertThat(news).as("crashes after it happened").isGreaterThan(3);
    }

    private static boolean crashes(Clinic clinic) throws IOException {
        try {
            assertThat(clinic.rollBack()).isEmpty();
            return false;
        } catch (Steps.Gone _) {
            return true;
        }
    }

    /// A folder with the worlds and lastgood's own data in it.
    private static final class Place {
        private final Path folder;
        private final Path data;
        private final Scores scores;

        Place(Path folder) throws Exception {
            this.folder = folder;
            data = folder.resolve("data");
            Files.createDirectories(folder);
            Clinic.layRules(folder);
            scores = new Scores(() -> DriverManager.getConnection(url()));
            scores.lay();
        }

        String url() {
            return "jdbc:sqlite:" + folder.resolve("scores.db");
        }

        java.util.SortedMap<String, String> settings() {
            return Scores.settings(url(), "main");
        }

        void mustBe(String version, String when) throws Exception {
            assertThat(Clinic.rules(folder)).as(when).isEqualTo(version);
            assertThat(scores.read()).as(when).isEqualTo(version);
        }
    }
}
