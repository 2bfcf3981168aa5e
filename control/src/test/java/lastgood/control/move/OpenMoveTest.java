package lastgood.control.move;

import static lastgood.control.move.Village.COST;
import static lastgood.control.move.Village.FRAUD;
import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lastgood.control.move.FakeWorlds.Passing;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;
import org.junit.jupiter.api.Test;

/// Moves that can neither be done nor be taken back for a while.
class OpenMoveTest extends DrivenStory {
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

    /// The second move did not touch the index; but the first had, and the second has taken that over.
    @Test
    void whatWasTakenAlongIsNotForgottenWhenThatMoveFailsAsWell() throws IOException {
        awayAfterMoving();
        rollBack();
        var away = Refusals.failed("The index is away.", List.of("nobody answers"));
        village.worlds.spoil(
                "index",
                driver ->
                        new Passing(driver) {
                            @Override
                            public Restored restore(Mark to, MoveKey key) {
                                return new Restored.Unchanged(away);
                            }

                            @Override
                            public Outcome<Mark> snapshot() {
                                return Outcome.refused(away);
                            }
                        });
        assertThat(rollBack().orElseThrow().code()).isEqualTo(Code.MOVE_OPEN);
        assertThat(life.record.now().opened()).containsOnlyKeys(2);

        village.worlds.mend("index");
        life.errands.runAll();
        mustBe(false, "taken back as soon as it is there");
    }

    @Test
    void whoMovesInNoWorldDoesNotWaitForOneThatHangs() throws Exception {
        awayAfterMoving();
        rollBack();
        var hangs = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        village.worlds.spoil(
                "index",
                driver ->
                        restoring(
                                driver,
                                (to, key) -> {
                                    hangs.countDown();
                                    await(release);
                                    return driver.restore(to, key);
                                }));
        var trying = Thread.ofPlatform().start(life.errands::runAll);
        await(hangs);
        var cost = life.loop(COST);
        long epoch = cost.state().standing().epoch() + 1;
        var asked = new Event.Rebound(NOON, ALICE, epoch, "by itself");
        var alone = new Moves(new TreeMap<>(), new TreeMap<>());

        assertThat(life.mover.back(cost, Optional.of(asked), alone, ALICE, "by itself")).isEmpty();

        assertThat(cost.state().standing().epoch()).isEqualTo(epoch);
        assertThat(life.record.now().opened()).as("it still hangs").isNotEmpty();
        release.countDown();
        trying.join();
        mustBe(false, "taken back in the end");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
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
}
