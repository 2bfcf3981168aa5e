package lastgood.control.move;

import static lastgood.control.move.Village.FRAUD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import lastgood.control.move.FakeWorlds.Passing;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;

/// Drivers that lie, hang, do not know or talk nonsense: the world is unchanged, and the problem says why.
class HostileWorldTest extends DrivenStory {
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
                        new FakeWorlds.Passing(driver) {
                            @Override
                            public Restored restore(Mark to, MoveKey key) {
                                if (to.at().equals("v1") && asked.getAndIncrement() > 0) {
                                    return refused();
                                }
                                var restored = driver.restore(to, key);
                                return to.at().equals("v1") ? unknown() : restored;
                            }

                            @Override
                            public Outcome<Mark> snapshot() {
                                boolean away = village.worlds.live("index").equals("v1");
                                return away ? Outcome.refused(no()) : driver.snapshot();
                            }
                        });
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
        Patience.until(
                "it settles",
                () -> {
                    life.errands.runAll();
                    return life.record.now().opened().isEmpty();
                });
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
}
