package lastgood.drivers.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a restore says, and what the world is, where the server dies or stands still in the middle of it.
class PostgresDeathTest {
    private PostgresServer server;

    @BeforeEach
    void aServerWithTwoVersions() throws Exception {
        server = PostgresServer.start();
        world().add("features_v1", "one", false);
        world().add("features_v2", "two", true);
        world().move("features_v2");
    }

    @AfterEach
    void noServer() throws Exception {
        server.end();
    }

    @Test
    void aServerThatIsKilledAtAnyStepIsAtTheOldVersionOrTheNewAndTheSameKeyGoesOn()
            throws Exception {
        var first = mark("features_v1");
        var second = mark("features_v2");
        int steps = steps(first, second);
        assertThat(steps).isGreaterThan(10);
        for (int step = 1; step <= steps; step += step < steps - 5 ? 4 : 1) {
            killedAt(step, false, step == steps);
        }
        killedAt(steps - 1, true, true);
        killedAt(steps, true, true);
    }

    /// @param after whether the server dies once it has answered
    /// @param commit whether the commit is what finds it dead
    private void killedAt(int step, boolean after, boolean commit) throws Exception {
        var first = mark("features_v1");
        var second = mark("features_v2");
        var key = new MoveKey("killed-" + step + after);
        var restored = killing(step, after).restore(first, key);
        server.up();
        var live = ((Outcome.Done<Mark>) driver(Faults.steps(() -> {})).snapshot()).value();
        assertThat(world().read()).isEqualTo(live.equals(first) ? "one" : "two");
        switch (restored) {
            case Restored.There _ -> assertThat(live).isEqualTo(first);
            case Restored.Unchanged _ -> assertThat(live).isEqualTo(second);
            case Restored.Unknown _ -> assertThat(commit).as("only a commit is uncertain").isTrue();
        }
        assertThat(driver(Faults.steps(() -> {})).restore(first, key))
                .isEqualTo(new Restored.There(first, live.equals(second)));
        world().move("features_v2");
    }

    private int steps(Mark first, Mark second) {
        var count = new AtomicInteger();
        var driver = driver(Faults.steps(count::incrementAndGet));
        assertThat(driver.restore(first, new MoveKey("there")))
                .isEqualTo(new Restored.There(first, true));
        count.set(0);
        assertThat(driver.restore(second, new MoveKey("back")))
                .isEqualTo(new Restored.There(second, true));
        return count.get();
    }

    private SqlPointerDriver killing(int step, boolean after) {
        var left = new AtomicInteger(step);
        Runnable kill =
                () -> {
                    if (left.decrementAndGet() == 0) {
                        server.kill();
                    }
                };
        return driver(after ? Faults.stepsMade(kill) : Faults.steps(kill));
    }

    @Test
    void aServerThatIsStoppedMovesNothingAndSaysWhere() throws Exception {
        var first = mark("features_v1");
        server.kill();
        var restored = driver(Faults.steps(() -> {})).restore(first, new MoveKey("k"));
        assertThat(restored).isInstanceOf(Restored.Unchanged.class);
        var problem = ((Restored.Unchanged) restored).problem();
        assertThat(problem.what()).isEqualTo("table was not moved to features_v1.");
        assertThat(problem.cause()).contains("refused");
        assertThat(problem.todo().getFirst()).startsWith("psql postgresql://127.0.0.1:");
        server.up();
        assertThat(world().read()).isEqualTo("two");
    }

    @Test
    void aServerThatStandsStillIsNotWaitedForLongerThanSaid() throws Exception {
        var first = mark("features_v1");
        var steps = new AtomicInteger();
        var brief =
                new SqlLimits(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(1500));
        var driver =
                new SqlPointerDriver(
                        "table",
                        access(brief),
                        world().pointer(),
                        Faults.steps(() -> {
                            if (steps.incrementAndGet() == 8) {
                                stand("STOP");
                            }
                        }));
        long began = System.nanoTime();
        var restored = driver.restore(first, new MoveKey("k"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(restored).isInstanceOf(Restored.Unchanged.class);
        var deaf = driver.health().orElseThrow();
        assertThat(deaf.what()).isEqualTo("table cannot be looked at.");
        server.signal("CONT");
        assertThat(world().read()).isEqualTo("two");
        assertThat(driver(Faults.steps(() -> {})).restore(first, new MoveKey("k")))
                .isEqualTo(new Restored.There(first, true));
    }

    @Test
    void aServerThatStandsStillAtTheCommitLeavesTheWorldUnknownAndTheSameKeyGoesOn()
            throws Exception {
        var first = mark("features_v1");
        var brief =
                new SqlLimits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3));
        var driver =
                new SqlPointerDriver(
                        "table",
                        access(brief),
                        world().pointer(),
                        Faults.around(
                                call -> {
                                    if (call.equals("commit")) {
                                        stand("STOP");
                                    }
                                },
                                _ -> {}));
        assertThat(driver.restore(first, new MoveKey("k"))).isInstanceOf(Restored.Unknown.class);
        server.signal("CONT");
        var again = driver(Faults.steps(() -> {})).restore(first, new MoveKey("k"));
        assertThat(again).isInstanceOf(Restored.There.class);
        assertThat(world().read()).isEqualTo("one");
    }

    private void stand(String signal) {
        try {
            server.signal(signal);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Mark mark(String name) {
        return ((Outcome.Done<Mark>) driver(Faults.steps(() -> {})).find(name)).value();
    }

    private SqlPointerDriver driver(Faults faults) {
        return new SqlPointerDriver("table", access(SqlLimits.USUAL), world().pointer(), faults);
    }

    private SqlWorld world() {
        return new SqlWorld(server::connect, access(SqlLimits.USUAL), "public");
    }

    private SqlAccess access(SqlLimits limits) {
        return new SqlAccess(
                server.url(),
                Optional.of(PostgresServer.USER),
                Optional.of("PASSWORD"),
                _ -> Optional.of(PostgresServer.PASSWORD),
                limits);
    }
}
