package lastgood.drivers.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What readers of rows may rely on, in both databases.
abstract class SqlRowsContract {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private SqlRows rows;

    abstract SqlWorld world();

    abstract SqlAccess access();

    @BeforeEach
    void twoVersionsOfWhichTheViewGivesTheFirst() throws Exception {
        world().add("features_v1", "one", false);
        world().add("features_v2", "two", true);
        world().move("features_v1");
        rows = new SqlRows(access(), world().pointer(), 2);
    }

    @AfterEach
    void noConnections() {
        rows.close();
    }

    @Test
    void rowsComeFromTheVersionAskedForInTheOrderOfTheKeys() {
        var ask = ask(List.of("id"), List.of("word", "score"), key(2), key(7), key(1), key(2));
        assertThat(rows.read("features_v2", ask, WITHIN))
                .isEqualTo(
                        Outcome.done(
                                List.of(
                                        row(null, 0.1),
                                        Optional.empty(),
                                        row("two", 1e300),
                                        row(null, 0.1))));
        assertThat(rows.read("features_v1", ask(List.of("id"), List.of("word"), key(1)), WITHIN))
                .isEqualTo(Outcome.done(List.of(row("one"))));
    }

    @Test
    void aKeyMayBeAText() {
        var ask = ask(List.of("id"), List.of("id"), List.of("1"));
        assertThat(rows.read("features_v1", ask, WITHIN)).isEqualTo(Outcome.done(List.of(row(1L))));
    }

    @Test
    void aKeyMayHaveSeveralColumnsAndHostileValues() throws Exception {
        var schema = world().schema();
        world().run(
                        "CREATE TABLE %s.features_v3 (who TEXT, day BIGINT, \"it's \"\"x\"\"\" TEXT, PRIMARY KEY (who, day))"
                                .formatted(schema));
        var hostile = "x' OR 1=1 --";
        world().run(
                        "INSERT INTO %s.features_v3 VALUES ('a', 1, 'a1'), ('a', 2, 'a2'), ('x'' OR 1=1 --', 1, 'h')"
                                .formatted(schema));
        var ask =
                ask(
                        List.of("who", "day"),
                        List.of("it's \"x\""),
                        List.of(hostile, 1L),
                        List.of("a", 2L),
                        List.of(hostile, 2L));
        assertThat(rows.read("features_v3", ask, WITHIN))
                .isEqualTo(Outcome.done(List.of(row("h"), row("a2"), Optional.empty())));
    }

    @Test
    void asManyKeysAsAllowedAreOneQuery() throws Exception {
        world().run(
                        "INSERT INTO %s.features_v1 (id, word) WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
                                        .formatted(world().schema())
                                + " SELECT i, 'w' FROM n");
        var keys = new ArrayList<List<Object>>();
        for (long id = 50; id < 550; id++) {
            keys.add(List.of(id));
        }
        var read = rows.read("features_v1", new SqlAsk(List.of("id"), keys, List.of("id")), WITHIN);
        assertThat(((Outcome.Done<List<Optional<SqlRow>>>) read).value())
                .hasSize(500)
                .startsWith(row(50L))
                .endsWith(row(549L));
    }

    @Test
    void whatIsNoVersionOrNoColumnIsRefused() {
        var ask = ask(List.of("id"), List.of("word"), key(1));
        assertThat(refused("features", ask)).isEqualTo(Code.VERSION_MISSING);
        assertThat(refused("features_v1\" --", ask)).isEqualTo(Code.VERSION_MISSING);
        assertThat(refused("features_v9", ask)).isEqualTo(Code.DRIVER_FAILED);
        assertThat(refused("features_v1", ask(List.of("id"), List.of("wort"), key(1))))
                .isEqualTo(Code.DRIVER_FAILED);
        assertThat(rows.read("features_v1", ask, WITHIN)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aKeyThatSeveralRowsHaveIsRefused() throws Exception {
        world().run("UPDATE %s.features_v1 SET word = 'same'".formatted(world().schema()));
        assertThat(refused("features_v1", ask(List.of("word"), List.of("id"), List.of("same"))))
                .isEqualTo(Code.DRIVER_FAILED);
    }

    @Test
    void manyReadersShareFewConnections() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Outcome<List<Optional<SqlRow>>>>>();
            for (int i = 0; i < 50; i++) {
                var ask = ask(List.of("id"), List.of("word"), key(1));
                all.add(threads.submit(() -> rows.read("features_v1", ask, WITHIN)));
            }
            for (var each : all) {
                assertThat(each.get()).isEqualTo(Outcome.done(List.of(row("one"))));
            }
        }
    }

    @Test
    void whereNoTimeIsLeftNobodyWaits() {
        var ask = ask(List.of("id"), List.of("word"), key(1));
        assertThat(rows.read("features_v1", ask, Duration.ofNanos(1)))
                .isInstanceOf(Outcome.Refused.class);
    }

    Code refused(String version, SqlAsk ask) {
        var read = rows.read(version, ask, WITHIN);
        assertThat(read).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<List<Optional<SqlRow>>>) read).problem().code();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    static SqlAsk ask(List<String> by, List<String> columns, List<Object>... keys) {
        return new SqlAsk(by, List.of(keys), columns);
    }

    private static List<Object> key(long id) {
        return List.of(id);
    }

    private static Optional<SqlRow> row(@org.jspecify.annotations.Nullable Object... values) {
        return Optional.of(new SqlRow(Arrays.stream(values).map(Optional::ofNullable).toList()));
    }
}
