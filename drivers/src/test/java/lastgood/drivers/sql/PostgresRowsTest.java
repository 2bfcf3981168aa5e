package lastgood.drivers.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.driver.Mark;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresRowsTest extends SqlRowsContract {
    private static PostgresServer server;

    @TempDir Path folder;

    @BeforeAll
    static void aServer() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void noServer() throws Exception {
        server.end();
    }

    @AfterEach
    void anEmptySchema() throws Exception {
        world().run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }

    @Test
    void connectionsThatDiedMeanwhileAreReplaced() throws Exception {
        try (var kept = new SqlRows(access(), world().pointer(), 1)) {
            var ask = ask(List.of("id"), List.of("word"), List.of(1L));
            var before = kept.read("features_v1", ask, Duration.ofSeconds(30));
            server.kill();
            assertThat(kept.read("features_v1", ask, Duration.ofSeconds(30)))
                    .isInstanceOf(Outcome.Refused.class);
            server.up();
            assertThat(kept.read("features_v1", ask, Duration.ofSeconds(30))).isEqualTo(before);
        }
    }

    @Test
    void aServerThatStandsStillIsNotWaitedFor() throws Exception {
        try (var kept = new SqlRows(access(), world().pointer(), 1)) {
            var ask = ask(List.of("id"), List.of("word"), List.of(1L));
            var before = kept.read("features_v1", ask, Duration.ofSeconds(30));
            server.signal("STOP");
            long began = System.nanoTime();
            assertThat(kept.read("features_v1", ask, Duration.ofMillis(200)))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(3));
            server.signal("CONT");
            assertThat(kept.read("features_v1", ask, Duration.ofSeconds(30))).isEqualTo(before);
        }
    }

    @Test
    void theSameTableHasTheSameDigestInBothDatabases() throws Exception {
        var file = "jdbc:sqlite:" + folder.resolve("features.db");
        var types =
                List.of(
                        "BIGINT",
                        "INTEGER",
                        "SMALLINT",
                        "TEXT",
                        "VARCHAR(20)",
                        "REAL",
                        "DOUBLE PRECISION");
        var columns = new StringBuilder("\"Key\" TEXT, n BIGINT");
        for (int i = 0; i < types.size(); i++) {
            columns.append(", c%d %s".formatted(i, types.get(i)));
        }
        var create = "CREATE TABLE features_v5 (" + columns + ", PRIMARY KEY (\"Key\", n))";
        var insert =
                """
                INSERT INTO features_v5 VALUES
                    ('Zoë', 1, 9223372036854775807, -2147483648, 7, 'a''b', '', 0.5, 0.1),
                    ('a', 2, 0, 0, 0, 'ﬀ𐍈', 'x', -1.25, 1e300),
                    ('a', 10, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                    ('B', -1, 1, 2, 3, 'tab	', 'é', 3, 4)\
                """;
        try (var sqlite = DriverManager.getConnection(file)) {
            Query.run(sqlite, create);
            Query.run(sqlite, insert);
        }
        world().run("SET search_path = public; " + create + ";" + insert);
        var there = new SqlPointer("main", "features", "features_v");
        var lite =
                new SqlAccess(
                        file,
                        Optional.empty(),
                        Optional.empty(),
                        _ -> Optional.empty(),
                        SqlLimits.USUAL);
        var mark = new SqlPointerDriver("table", lite, there).find("features_v5");
        assertThat(mark).isInstanceOf(Outcome.Done.class);
        var other = new SqlPointerDriver("table", access(), world().pointer()).find("features_v5");
        assertThat(((Outcome.Done<Mark>) other).value())
                .isEqualTo(((Outcome.Done<Mark>) mark).value());
    }

    @Override
    SqlWorld world() {
        return new SqlWorld(server::connect, access(), "public");
    }

    @Override
    SqlAccess access() {
        return new SqlAccess(
                server.url(),
                Optional.of(PostgresServer.USER),
                Optional.of("PASSWORD"),
                _ -> Optional.of(PostgresServer.PASSWORD),
                SqlLimits.USUAL);
    }
}
