package lastgood.drivers.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDriverTest extends SqlPointerContract {
    private static final MoveKey KEY = new MoveKey("k");
    private static final SqlLimits LIMITS =
            new SqlLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60));

    @TempDir Path folder;

    @BeforeEach
    void anEmptyFile() throws Exception {
        world().run("PRAGMA user_version = 1");
    }

    @Test
    void whoeverHoldsTheFileForTooLongIsNotWaitedFor() throws Exception {
        var first = add("one");
        move(add("two"));
        try (var other = world().source().connect()) {
            Query.run(other, "BEGIN IMMEDIATE");
            var brief =
                    access(
                            new SqlLimits(
                                    LIMITS.connect(),
                                    Duration.ofMillis(50),
                                    LIMITS.look(),
                                    LIMITS.move()));
            var restored =
                    new SqlPointerDriver("table", brief, world().pointer()).restore(first, KEY);
            assertThat(unchanged(restored).cause()).contains("locked");
        }
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aReaderWhoDoesNotLetTheCommitThroughLeavesTheOldVersionForCertain() throws Exception {
        var first = add("one");
        move(add("two"));
        var brief =
                access(
                        new SqlLimits(
                                LIMITS.connect(),
                                Duration.ofMillis(50),
                                LIMITS.look(),
                                LIMITS.move()));
        try (var other = world().source().connect();
                var statement = other.createStatement();
                var rows = statement.executeQuery("SELECT * FROM features")) {
            assertThat(rows.next()).isTrue();
            var restored =
                    new SqlPointerDriver("table", brief, world().pointer()).restore(first, KEY);
            assertThat(unchanged(restored).cause()).contains("locked");
        }
        assertThat(read()).isEqualTo("two");
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
    }

    @Test
    void workThatTakesTooLongIsCutOff() throws Exception {
        add("one");
        world().run(
                        "INSERT INTO features_v1 (id, word) WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
                                + " SELECT i, hex(randomblob(20)) FROM n");
        var brief =
                access(
                        new SqlLimits(
                                LIMITS.connect(),
                                LIMITS.lock(),
                                Duration.ofMillis(1),
                                LIMITS.move()));
        var problem =
                refused(
                        new SqlPointerDriver("table", brief, world().pointer())
                                .find("features_v1"));
        assertThat(problem.cause()).containsIgnoringCase("interrupt");
    }

    @Test
    void aTriggerOfTheViewIsNotLost() throws Exception {
        var first = add("one");
        var second = add("two");
        move(second);
        world().run("CREATE TRIGGER t INSTEAD OF DELETE ON features BEGIN SELECT 1; END");
        assertThat(unchanged(open().restore(first, KEY)).cause()).contains("trigger t");
    }

    @Test
    void aFileThatIsNotThereIsNotMade() throws Exception {
        breakDown();
        assertThat(open().health().orElseThrow().cause()).contains("is not there");
        assertThat(folder.resolve("features.db")).doesNotExist();
    }

    @Test
    void aVersionThatTheViewGivesButIsGoneIsUnclear() throws Exception {
        move(add("one"));
        world().run("PRAGMA legacy_alter_table = ON");
        world().run("DROP TABLE features_v1");
        assertThat(refused(open().snapshot()).cause()).contains("there is no table of that name");
    }

    @Override
    SqlWorld world() {
        var url = "jdbc:sqlite:" + folder.resolve("features.db");
        return new SqlWorld(() -> DriverManager.getConnection(url), access(LIMITS), "main");
    }

    private SqlAccess access(SqlLimits limits) {
        return new SqlAccess(
                "jdbc:sqlite:" + folder.resolve("features.db"),
                Optional.empty(),
                Optional.empty(),
                _ -> Optional.empty(),
                limits);
    }

    @Override
    protected void breakDown() throws Exception {
        Files.move(folder.resolve("features.db"), folder.resolve("gone"));
    }
}
