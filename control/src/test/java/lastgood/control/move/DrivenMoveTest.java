package lastgood.control.move;

import static lastgood.control.move.Village.AUDIT;
import static lastgood.control.move.Village.COST;
import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import lastgood.control.move.FakeWorlds.Passing;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.driver.Way;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollout.Event;
import lastgood.core.stack.Requires;
import lastgood.core.stack.StackEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// fraud r2 reads the table and the index in v2, r1 in v1; cost r1 takes both of the table; audit goes with fraud. Both live
/// in worlds of their own, and the table is made from the index: v2 of it needs v2 of the index, v1 takes either.
class DrivenMoveTest {
    private final Village village = new Village();
    private Village.Life life = village.new Life();

    @BeforeEach
    void allReadTheNewVersions() throws IOException {
        village.driven("index", "v1", Requires.NOTHING);
        village.driven("index", "v2", Requires.NOTHING, "v1");
        village.driven("table", "v1", requires("index", "v1", "v2"));
        village.driven("table", "v2", requires("index", "v2"), "v1");
        var both = new TreeMap<String, List<String>>();
        for (var version : List.of("v1", "v2")) {
            both.put("table", List.of(version));
            both.put("index", List.of(version));
            village.good(life, FRAUD, village.release(life, FRAUD, both));
            village.good(life, AUDIT, village.release(life, AUDIT, version));
        }
        village.good(life, COST, village.release(life, COST, "v1", "v2"));
        var live = new TreeMap<>(Map.of("table", "v2", "index", "v2"));
        village.shared(life, live);
    }

    @Test
    void worldsMoveBeforeTrafficDoesAndWhoNeedsTheOtherFirst() throws IOException {
        assertThat(rollBack()).isEmpty();

        assertThat(village.worlds.asked).containsExactly("table -> v1", "index -> v1");
        mustBe(true, "after the move");
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(village.book.read())
                .extracting(entry -> entry.getClass().getSimpleName())
                .endsWith("Begun", "Switched", "Ended");
    }

    @Test
    void aBookThatCannotBeWrittenMovesNoWorld() throws IOException {
        village.fuse.fillDisk(true);
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.CANNOT_RECORD);
        assertThat(problem.state()).isEqualTo("Nothing was moved.");
        assertThat(village.worlds.asked).isEmpty();
        mustBe(false, "nothing moved");

        village.fuse.fillDisk(false);
        assertThat(rollBack()).isEmpty();
        mustBe(true, "once the disk has room again");
    }

    @Test
    void aDiskThatFillsUpBetweenKeepsNobodyFromGoingBackAndARestartKnowsThatItHappened()
            throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    var restored = driver.restore(to, key);
                                    village.fuse.fillDisk(true);
                                    return restored;
                                }));
        assertThat(rollBack()).isEmpty();
        mustBe(true, "without the book");
        assertThat(life.record.unrecorded()).isEqualTo(2);

        life = village.new Life().started();
        mustBe(true, "the services' journals say so");
        assertThat(life.record.unrecorded()).isEqualTo(2);
        village.fuse.fillDisk(false);
        life.errands.runAll();
        assertThat(life.record.unrecorded()).as("written by itself").isZero();
    }

    @Test
    void whatADriverRefusesBeforehandMovesNothing() throws IOException {
        village.worlds.of("index").put("v1", "damaged since");
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(problem.state()).isEqualTo("Nothing was moved.");
        assertThat(village.worlds.asked).isEmpty();
        mustBe(false, "nothing moved");
        assertThat(life.record.now().moves()).as("nothing begun").isZero();
    }

    @Test
    void aDriverThatIsIllMovesNothing() throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        new Passing(driver) {
                            @Override
                            public Optional<Problem> health() {
                                return Optional.of(
                                        Refusals.failed("The index is locked.", List.of("by bob")));
                            }
                        });
        assertThat(rollBack().orElseThrow().what()).isEqualTo("The index is locked.");
        assertThat(village.worlds.asked).isEmpty();
        mustBe(false, "nothing moved");
    }

    @Test
    void aRefusalInTheMiddlePutsBackWhatHadMoved() throws IOException {
        village.worlds.spoil("index", driver -> restoring(driver, (_, _) -> refused()));
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.MOVE_UNDONE);
        assertThat(problem.what()).contains("no");
        assertThat(problem.state()).contains("index is at v2, table is at v2");
        assertThat(village.worlds.asked)
                .containsExactly("table -> v1", "index -> v1", "table -> v2");
        mustBe(false, "taken back");
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(village.book.read().getLast()).isInstanceOf(StackEntry.Undone.class);
    }

    @Test
    void anUnknownEndIsAskedForAgainWithTheSameKey() throws IOException {
        var left = new AtomicInteger(2);
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    var restored = driver.restore(to, key);
                                    return left.getAndDecrement() > 0 ? unknown() : restored;
                                }));
        assertThat(rollBack()).isEmpty();
        mustBe(true, "at the third try");
        assertThat(life.pauses).hasSize(2);
        assertThat(village.worlds.movedTwice()).isEmpty();
    }

    @Test
    void anEndThatStaysUnknownIsTakenBackAlthoughItHadMoved() throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    var restored = driver.restore(to, key);
                                    return to.at().equals("v1") ? unknown() : restored;
                                }));
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.MOVE_UNDONE);
        mustBe(false, "taken back");
    }

    /// The first attempt may have moved it; that the second one did not says nothing of that.
    @Test
    void unchangedAfterUnknownIsNotBelieved() throws IOException {
        var asked = new AtomicInteger();
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    if (!to.at().equals("v1")) {
                                        return driver.restore(to, key);
                                    }
                                    if (asked.getAndIncrement() == 0) {
                                        driver.restore(to, key);
                                        return unknown();
                                    }
                                    return refused();
                                }));
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.MOVE_UNDONE);
        mustBe(false, "taken back");
    }

    @Test
    void aDriverThatSaysItMovedAndDidNotIsFoundOut() throws IOException {
        village.worlds.spoil(
                "index", driver -> restoring(driver, (to, _) -> new Restored.There(to, true)));
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.MOVE_UNDONE);
        assertThat(problem.what()).contains("though its driver says so");
        mustBe(false, "nothing moved");
    }

    @Test
    void aDriverThatSaysItDidNotMoveAndDidIsFoundOut() throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    var restored = driver.restore(to, key);
                                    return to.at().equals("v1") ? refused() : restored;
                                }));
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.MOVE_UNDONE);
        mustBe(false, "taken back");
    }

    @Test
    void rubbishIsNotBelieved() throws IOException {
        var other = village.worlds.put("index", "v7");
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) ->
                                        to.at().equals("v1")
                                                ? new Restored.There(other, true)
                                                : driver.restore(to, key)));
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.MOVE_UNDONE);
        mustBe(false, "taken back");

        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    if (to.at().equals("v1")) {
                                        throw new IllegalStateException("a defect");
                                    }
                                    return driver.restore(to, key);
                                }));
        var problem = rollBack().orElseThrow();
        assertThat(problem.why()).anyMatch(why -> why.contains("a defect"));
        mustBe(false, "taken back");
    }

    @Test
    void aDriverThatHangsBeforehandIsNotWaitedForAndMovesNothing() throws IOException {
        brief();
        village.worlds.spoil(
                "index",
                driver ->
                        new Passing(driver) {
                            @Override
                            public Optional<Problem> health() {
                                hang(new CountDownLatch(1));
                                return Optional.empty();
                            }
                        });
        var problem = rollBack().orElseThrow();
        assertThat(problem.cause()).contains("did not answer within");
        mustBe(false, "nothing moved");
    }

    @Test
    void aRestoreThatHangsIsGivenUpAndTakenBack() throws IOException {
        brief();
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    if (to.at().equals("v1")) {
                                        hang(new CountDownLatch(1));
                                    }
                                    return driver.restore(to, key);
                                }));
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.MOVE_UNDONE);
        mustBe(false, "taken back");
    }

    /// Nothing else is asked of that world before it has ended: it might still move.
    @Test
    void aRestoreThatCannotEvenBeInterruptedLeavesTheMoveOpenUntilItEnds() throws Exception {
        brief();
        var release = new CountDownLatch(1);
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    if (to.at().equals("v1")) {
                                        deaf(release);
                                    }
                                    return driver.restore(to, key);
                                }));
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.MOVE_OPEN);
        assertThat(problem.why()).anyMatch(why -> why.startsWith("index belongs at v2"));
        assertThat(life.mover.notFinished(FRAUD)).hasSize(1);
        assertThat(life.notices).isNotEmpty();
        assertThat(village.worlds.live("table")).as("the other one is back").isEqualTo("v2");

        release.countDown();
        settled();
        mustBe(false, "once it has ended");
        assertThat(life.mover.notFinished(FRAUD)).isEmpty();
    }

    @Test
    void aWorldThatGoesAwayInTheMiddleLeavesTheMoveOpenUntilItIsBack() throws IOException {
        awayAfterMoving();
        var problem = rollBack().orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.MOVE_OPEN);
        assertThat(life.live(FRAUD).number()).as("who serves, serves on").isEqualTo(2);
        assertThat(life.record.now().live()).containsEntry("index", "v2");
        assertThat(life.record.now().opened()).hasSize(1);

        var again = rollBack().orElseThrow();
        assertThat(again.code()).isEqualTo(Code.MOVE_OPEN);
        assertThat(life.record.now().opened()).as("it took the first along").hasSize(1);

        village.worlds.mend("index");
        life.errands.runAll();
        mustBe(false, "taken back as soon as it is there");
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(rollBack()).isEmpty();
        mustBe(true, "then it works");
    }

    @Test
    void aStartDoesNotWaitForAWorldThatIsAwayAndTriesAgainByItself() throws IOException {
        awayAfterMoving();
        rollBack();
        life = village.new Life().started();
        assertThat(life.live(FRAUD).number()).isEqualTo(2);
        assertThat(life.mover.notFinished(FRAUD).toString()).contains("index belongs at v2");

        village.worlds.mend("index");
        life.errands.runAll();
        mustBe(false, "taken back as soon as it is there");
        assertThat(life.mover.notFinished(FRAUD)).isEmpty();
    }

    /// The version that was live is gone for good: the way on is the one that was wanted.
    @Test
    void whatCannotBeTakenBackIsTakenAlongByTheNextMoveOfTheSameComponents() throws IOException {
        awayAfterMoving();
        rollBack();
        village.worlds.mend("index");
        village.worlds.of("index").put("v2", "damaged since");
        life.errands.runAll();
        assertThat(life.record.now().opened()).as("it cannot be taken back").hasSize(1);

        assertThat(rollBack()).isEmpty();
        mustBe(true, "it went on instead");
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(village.worlds.movedTwice()).isEmpty();
    }

    /// A crash with the index at v1 already, and v2 of it lost meanwhile: one stack is left that fits together.
    @Test
    void aStartGoesOnWhereAWorldHasLostWhatItShouldGoBackTo() throws IOException {
        cutOffAtIndexV1();
        village.worlds.of("index").put("v2", "damaged since");
        life = village.new Life().started();
        mustBe(true, "it went on");
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(village.worlds.movedTwice()).isEmpty();
    }

    @Test
    void aStartGoesNeitherBackNorOnWhereNothingFitsTogetherAndSaysSo() throws IOException {
        cutOffAtIndexV1();
        village.worlds.of("index").put("v2", "damaged since");
        village.worlds.of("table").put("v1", "damaged as well");
        life = village.new Life().started();
        assertThat(life.live(FRAUD).number()).isEqualTo(2);
        assertThat(life.mover.notFinished(FRAUD).toString()).contains("index");
        assertThat(village.standbyOf(life).notReady(FRAUD, life.loop(FRAUD).state()).toString())
                .contains("neither done nor taken back");
    }

    private void cutOffAtIndexV1() throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    driver.restore(to, key);
                                    throw new Fuse.Crash();
                                }));
        assertThat(crashes()).isTrue();
        village.worlds.mend("index");
    }

    @Test
    void whoeverMovesInBetweenIsToldUnderAHigherEpoch() throws IOException {
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    var cost = life.loop(COST);
                                    for (int i = 0; i < 3; i++) {
                                        cost.handle(
                                                new Event.Rebound(
                                                        NOON,
                                                        ALICE,
                                                        cost.state().standing().epoch() + 1,
                                                        "meanwhile"));
                                    }
                                    return driver.restore(to, key);
                                }));
        assertThat(rollBack()).isEmpty();
        mustBe(true, "after the move");
        assertThat(life.board.route(COST).orElseThrow().epoch())
                .isEqualTo(life.board.route(FRAUD).orElseThrow().epoch());
    }

    @Test
    void whatItsReadersNameThemselvesIsNotMoved() throws IOException {
        village.worlds.goes("table", Way.PIN);
        village.worlds.goes("index", Way.PIN);
        assertThat(rollBack()).isEmpty();
        assertThat(village.worlds.asked).isEmpty();
        assertThat(life.live(FRAUD).number()).isEqualTo(1);
    }

    @Test
    void whatGoesForwardOnlyRefusesUnlessItIsThere() throws IOException {
        village.worlds.goes("index", Way.FORWARD_ONLY);
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.FORWARD_ONLY);
        mustBe(false, "nothing moved");

        village.worlds.of("index").move("v1");
        assertThat(rollBack()).isEmpty();
        mustBe(true, "somebody had moved it");
    }

    @Test
    void aCrashAtAnyStepLeavesTheOldOrTheNewStackInEveryWorld() throws IOException {
        int olds = 0;
        int news = 0;
        boolean crashed = true;
        for (int step = 0; crashed; step++) {
            var test = new DrivenMoveTest();
            test.allReadTheNewVersions();
            test.village.fuse.blowAt(step);
            crashed = test.crashes();
            test.village.fuse.blowAt(Integer.MAX_VALUE);
            test.life = test.village.new Life().started();
            boolean isNew = test.life.live(FRAUD).number() == 1;
            test.mustBe(isNew, "after a crash at step " + step);
            assertThat(test.life.record.now().opened()).as("step " + step).isEmpty();
            assertThat(test.village.worlds.movedTwice()).as("step " + step).isEmpty();
            olds += isNew ? 0 : 1;
            news += isNew ? 1 : 0;
        }
        assertThat(olds).as("crashes before it happened").isGreaterThan(20);
        assertThat(news).as("crashes after it happened").isGreaterThan(3);
    }

    @Test
    void aCrashWhileItIsTakenBackIsTakenBackByTheNextStart() throws IOException {
        boolean crashed = true;
        int steps = 0;
        for (int step = 0; crashed; step++) {
            var test = new DrivenMoveTest();
            test.allReadTheNewVersions();
            test.village.worlds.spoil(
                    "index",
                    driver ->
                            restoring(
                                    driver,
                                    (to, key) ->
                                            to.at().equals("v1")
                                                    ? refused()
                                                    : driver.restore(to, key)));
            test.village.fuse.blowAt(step);
            crashed = test.crashes();
            // And once more while that is done.
            test.village.fuse.blowAt(step % 11);
            try {
                test.village.new Life().started();
            } catch (Fuse.Crash _) {
                steps++;
            }
            test.village.fuse.blowAt(Integer.MAX_VALUE);
            test.life = test.village.new Life().started();
            test.mustBe(false, "after a crash at step " + step);
            assertThat(test.life.record.now().opened()).isEmpty();
            assertThat(test.village.worlds.movedTwice()).isEmpty();
        }
        assertThat(steps).as("crashes of a start").isGreaterThan(10);
    }

    private void awayAfterMoving() {
        var away = Refusals.failed("The index is away.", List.of("nobody answers"));
        village.worlds.spoil(
                "index",
                driver ->
                        new Passing(driver) {
                            private boolean gone;

                            @Override
                            public Restored restore(Mark to, MoveKey key) {
                                if (to.at().equals("v1") && !gone) {
                                    driver.restore(to, key);
                                    gone = true;
                                    return unknown();
                                }
                                return new Restored.Unchanged(away);
                            }
                        });
    }

    private void brief() {
        village.limits =
                new WorldLimits(
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20));
        life = village.new Life();
    }

    /// Until the restore that hung has ended, which its own thread does when it likes.
    private void settled() {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!life.record.now().opened().isEmpty()) {
            assertThat(System.nanoTime()).as("it settles").isLessThan(until);
            life.errands.runAll();
        }
    }

    private static ComponentDriver restoring(
            ComponentDriver driver, BiFunction<Mark, MoveKey, Restored> how) {
        return new Passing(driver) {
            @Override
            public Restored restore(Mark to, MoveKey key) {
                return how.apply(to, key);
            }
        };
    }

    private static Restored refused() {
        return new Restored.Unchanged(
                Refusals.failed("The world says no.", List.of("it must not")));
    }

    private static Restored unknown() {
        return new Restored.Unknown(Refusals.failed("Nobody knows.", List.of("the line broke")));
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void deaf(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // It does not care.
            }
        }
    }

    /// Traffic, records and worlds are those of one stack.
    private void mustBe(boolean isNew, String when) {
        var version = isNew ? "v1" : "v2";
        assertThat(life.live(FRAUD).number()).as(when).isEqualTo(isNew ? 1 : 2);
        assertThat(life.live(AUDIT).number()).as(when).isEqualTo(isNew ? 1 : 2);
        assertThat(life.live(COST).number()).as(when).isEqualTo(1);
        assertThat(life.record.now().live())
                .as(when)
                .isEqualTo(Map.of("table", version, "index", version));
        assertThat(village.worlds.live("table")).as(when).isEqualTo(version);
        assertThat(village.worlds.live("index")).as(when).isEqualTo(version);
        for (var service : List.of(FRAUD, COST, AUDIT)) {
            mustServe(service, version, when);
        }
    }

    private void mustServe(ServiceName service, String version, String when) {
        try {
            var serving = village.releases.find(service, life.live(service)).orElseThrow();
            var bound = life.binder.bind(serving);
            assertThat(bound.manifest().used("table").map(u -> u.version()))
                    .as(when)
                    .isEqualTo(service.equals(FRAUD) ? Optional.empty() : Optional.of(version));
            life.board
                    .route(service)
                    .ifPresent(r -> assertThat(r.split().live()).as(when).isEqualTo(bound.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean crashes() throws IOException {
        try {
            rollBack();
            return false;
        } catch (Fuse.Crash _) {
            return true;
        }
    }

    private Optional<Problem> rollBack() throws IOException {
        var to = life.loop(FRAUD).state().standing().goodBefore(life.live(FRAUD)).orElseThrow();
        var closure = life.companions.closure(FRAUD, to);
        assertThat(closure).isInstanceOf(Closure.Found.class);
        var asked = new Event.RolledBack(NOON, ALICE, Optional.of(to), "wrong scores");
        return life.mover.back(
                life.loop(FRAUD),
                Optional.of(asked),
                ((Closure.Found) closure).moves(),
                ALICE,
                "wrong scores");
    }

    private static Requires requires(String component, String... versions) {
        var map = new TreeMap<String, List<String>>();
        map.put(component, List.of(versions));
        return new Requires(map);
    }
}
