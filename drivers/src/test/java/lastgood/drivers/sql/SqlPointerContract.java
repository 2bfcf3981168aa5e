package lastgood.drivers.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.Test;

/// What holds in both databases beside what every driver promises.
abstract class SqlPointerContract extends SqlWorldContract {
    private static final MoveKey KEY = new MoveKey("k");
    private static final MoveKey OTHER = new MoveKey("other");

    @Test
    void aFailureOfAnyCallLeavesTheOldVersionOrTheNewAndTheSameKeyGoesOn() throws Exception {
        failEach(false);
    }

    @Test
    void anAnswerThatIsLostAfterAnyCallLeavesTheOldVersionOrTheNewAndTheSameKeyGoesOn()
            throws Exception {
        failEach(true);
    }

    private void failEach(boolean after) throws Exception {
        var first = add("one");
        var second = add("two");
        move(second);
        int call = 1;
        boolean failed = true;
        for (; failed; call++) {
            var key = new MoveKey("k" + call);
            var left = new int[] {call};
            var hit = new AtomicBoolean();
            Faults.Event fault =
                    _ -> {
                        if (--left[0] == 0) {
                            hit.set(true);
                            throw new SQLException("the line is cut");
                        }
                    };
            Faults.Event none = _ -> {};
            var faults = Faults.around(after ? none : fault, after ? fault : none);
            var restored = driver(faults).restore(first, key);
            failed = hit.get();
            var live = done(open().snapshot());
            assertThat(read()).isEqualTo(live.equals(first) ? "one" : "two");
            switch (restored) {
                case Restored.There _ -> assertThat(live).isEqualTo(first);
                case Restored.Unchanged(var problem) -> {
                    assertThat(live).isEqualTo(second);
                    assertThat(problem.cause()).contains("the line is cut");
                }
                case Restored.Unknown _ -> assertThat(live).isIn(first, second);
            }
            assertThat(open().restore(first, key))
                    .isEqualTo(new Restored.There(first, live.equals(second)));
            assertThat(open().restore(second, new MoveKey("back" + call)))
                    .isEqualTo(new Restored.There(second, true));
        }
        assertThat(call).isGreaterThan(20);
    }

    @Test
    void ofTwoMoversAtOnceEachIsWholeAndReadersNeverMissTheView() throws Exception {
        var first = add("one");
        var second = add("two");
        move(second);
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reads = threads.submit(() -> world().readUntil(over));
            var movers = new ArrayList<Future<List<Restored>>>();
            for (int mover = 0; mover < 2; mover++) {
                var name = "mover-" + mover;
                movers.add(threads.submit(turns(name, first, second)));
            }
            try {
                for (var mover : movers) {
                    assertThat(mover.get(2, TimeUnit.MINUTES))
                            .hasOnlyElementsOfType(Restored.There.class);
                }
            } finally {
                over.set(true);
            }
            assertThat(reads.get(1, TimeUnit.MINUTES)).isSubsetOf("one", "two");
        }
        assertThat(done(open().snapshot())).isIn(first, second);
    }

    private Callable<List<Restored>> turns(String name, Mark first, Mark second) {
        return () -> {
            var all = new ArrayList<Restored>();
            for (int i = 0; i < 10; i++) {
                var to = i % 2 == 0 ? first : second;
                all.add(open().restore(to, new MoveKey(name + "-" + i)));
            }
            return all;
        };
    }

    @Test
    void theSameKeyFromTwoMoversAtOnceMovesOnce() throws Exception {
        var first = add("one");
        move(add("two"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> open().restore(first, KEY));
            var two = threads.submit(() -> open().restore(first, KEY));
            assertThat(List.of(one.get(), two.get()))
                    .containsExactlyInAnyOrder(
                            new Restored.There(first, true), new Restored.There(first, false));
        }
    }

    @Test
    void aViewThatGivesSomethingElseIsUnclearAndARestoreEndsThat() throws Exception {
        var first = add("one");
        add("two");
        var schema = world().schema();
        world().run("CREATE TABLE %s.other (id BIGINT PRIMARY KEY, word TEXT)".formatted(schema));
        for (var query :
                List.of(
                        "SELECT * FROM %s.other",
                        "SELECT * FROM %1$s.features_v1 WHERE id < 5",
                        "SELECT id, 'x' AS word, score FROM %s.features_v1",
                        "SELECT word, id, score FROM %s.features_v1",
                        "SELECT id, word FROM %s.features_v1",
                        "SELECT * FROM %1$s.features_v1 UNION ALL SELECT * FROM %1$s.features_v1",
                        "SELECT 1 AS id, 'x' AS word")) {
            world().run("DROP VIEW IF EXISTS %s.features".formatted(schema));
            world().run("CREATE VIEW %s.features AS ".formatted(schema) + query.formatted(schema));
            assertThat(refused(open().snapshot()).code())
                    .as(query)
                    .isEqualTo(Code.LIVE_VERSION_UNCLEAR);
        }
        assertThat(open().restore(first, KEY)).isEqualTo(new Restored.There(first, true));
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void aTableWhereTheViewShouldBeIsNotReplaced() throws Exception {
        var first = add("one");
        world().run("CREATE TABLE %s.features (word TEXT)".formatted(world().schema()));
        assertThat(refused(open().snapshot()).code()).isEqualTo(Code.LIVE_VERSION_UNCLEAR);
        assertThat(open().health().orElseThrow().cause()).contains("is no view");
        assertThat(unchanged(open().restore(first, KEY)).cause()).contains("is no view");
    }

    @Test
    void aColumnMoreALessOrAnotherTypeIsDamage() throws Exception {
        var first = add("one");
        var table = world().schema() + ".features_v1";
        world().run("ALTER TABLE %s ADD COLUMN more TEXT".formatted(table));
        assertThat(unchanged(open().restore(first, KEY)).code()).isEqualTo(Code.VERSION_DAMAGED);
        world().run("ALTER TABLE %s DROP COLUMN more".formatted(table));
        assertThat(open().verify(first)).isEqualTo(Outcome.done(first));
        world().run("ALTER TABLE %s RENAME COLUMN word TO wort".formatted(table));
        assertThat(refused(open().verify(first)).code()).isEqualTo(Code.VERSION_DAMAGED);
        world().run("ALTER TABLE %s RENAME COLUMN wort TO word".formatted(table));
        world().run("DELETE FROM %s WHERE id = 2".formatted(table));
        assertThat(refused(open().verify(first)).code()).isEqualTo(Code.VERSION_DAMAGED);
    }

    @Test
    void aTableWithoutAPrimaryKeyIsNoVersion() throws Exception {
        world().run("CREATE TABLE %s.features_v7 (id BIGINT)".formatted(world().schema()));
        assertThat(refused(open().find("features_v7")).cause()).contains("no primary key");
    }

    @Test
    void aViewUnderAVersionsNameIsNoVersion() throws Exception {
        add("one");
        world().run(
                        "CREATE VIEW %1$s.features_v7 AS SELECT * FROM %1$s.features_v1"
                                .formatted(world().schema()));
        assertThat(refused(open().find("features_v7")).code()).isEqualTo(Code.VERSION_MISSING);
    }

    @Test
    void aHostileNameIsNoVersion() throws Exception {
        var first = add("one");
        move(first);
        for (var at :
                List.of(
                        "features_v1\";DROP/**/TABLE/**/features_v1;--",
                        "features_v1;DELETE",
                        "features_v1'--",
                        "FEATURES_V1",
                        "features_v",
                        "features",
                        "lastgood_moves",
                        "features_v" + "1".repeat(60))) {
            var mark = new Mark(at, first.digest());
            assertThat(refused(open().find(at)).code()).as(at).isEqualTo(Code.VERSION_MISSING);
            assertThat(unchanged(open().restore(mark, KEY)).code())
                    .as(at)
                    .isEqualTo(Code.VERSION_MISSING);
        }
        assertThat(read()).isEqualTo("one");
        assertThat(open().verify(first)).isEqualTo(Outcome.done(first));
    }

    @Test
    void aHostileColumnNameIsANameLikeAnyOther() throws Exception {
        var schema = world().schema();
        world().run(
                        "CREATE TABLE %s.features_v8 (\"id\"\"; DROP TABLE x; --\" BIGINT PRIMARY KEY, \"a b\" TEXT, word TEXT)"
                                .formatted(schema));
        world().run("INSERT INTO %s.features_v8 VALUES (1, 'x', 'eight')".formatted(schema));
        var mark = done(open().find("features_v8"));
        assertThat(open().restore(mark, KEY)).isEqualTo(new Restored.There(mark, true));
        assertThat(open().snapshot()).isEqualTo(Outcome.done(mark));
        assertThat(world().one("SELECT word FROM %s.features".formatted(schema))).contains("eight");
    }

    @Test
    void keysOfOtherViewsAreOtherKeys() throws Exception {
        var first = add("one");
        open().restore(first, KEY);
        var pointer = new SqlPointer(world().schema(), "elsewhere", "features_v");
        var elsewhere = new SqlPointerDriver("elsewhere", world().access(), pointer);
        assertThat(elsewhere.restore(first, KEY)).isEqualTo(new Restored.There(first, true));
    }

    @Test
    void onlyTheLastThousandKeysAreKept() throws Exception {
        var first = add("one");
        open().restore(first, KEY);
        var moves = world().schema() + "." + Moves.TABLE;
        world().run("UPDATE %s SET number = number - 1000".formatted(moves));
        world().run(
                        "INSERT INTO %s (view_name, move_key, number, version, digest) VALUES ('features', 'last', 1, 'x', 'sha256:%s')"
                                .formatted(moves, "0".repeat(64)));
        open().restore(first, OTHER);
        assertThat(world().one("SELECT count(*) FROM " + moves)).contains("2");
    }
}
