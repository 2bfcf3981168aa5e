package lastgood.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.port.Samples;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import org.junit.jupiter.api.Test;

/// What every driver promises. The world of a test begins with no version and nothing live.
public abstract class ComponentDriverContract {
    private static final MoveKey K1 = new MoveKey("plan-7:table");
    private static final MoveKey K2 = new MoveKey("plan-8:table");

    /// A fresh driver on the world of this test.
    protected abstract ComponentDriver open() throws Exception;

    /// One whose process dies before the given step of a restore, counted from 0.
    protected abstract ComponentDriver dyingBefore(int step) throws Exception;

    /// A version more in the world; what is live stays live.
    protected abstract Mark add(String content) throws Exception;

    /// Makes a version live, by somebody who does not use the driver.
    protected abstract void move(Mark to) throws Exception;

    /// What the component's readers get.
    protected abstract String read() throws Exception;

    /// Alters the bytes of a version where a restore of it would take them from.
    protected abstract void damage(Mark mark) throws Exception;

    /// Alters the bytes that readers get, without moving.
    protected abstract void damageLive() throws Exception;

    /// Takes away what a restore cannot do without.
    protected abstract void breakDown() throws Exception;

    /// A mark in this world's form, of a version that is not there.
    protected abstract Mark unknown();

    @Test
    void whatIsLiveIsReadFromTheWorldWhoeverMovedIt() throws Exception {
        var first = add("one");
        var second = add("two");
        move(first);
        var driver = open();
        assertThat(driver.snapshot()).isEqualTo(Outcome.done(first));
        move(second);
        assertThat(driver.snapshot()).isEqualTo(Outcome.done(second));
    }

    @Test
    void whatIsLiveIsUnclearWhereNothingIs() throws Exception {
        add("one");
        assertThat(refused(open().snapshot()).code()).isEqualTo(Code.LIVE_VERSION_UNCLEAR);
    }

    @Test
    void whereNothingIsLiveARestorePutsTheFirstThere() throws Exception {
        var first = add("one");
        assertThat(open().restore(first, K1)).isEqualTo(new Restored.There(first, true));
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void aVersionIsFoundAndVerifiedLiveOrNot() throws Exception {
        var first = add("one");
        var second = add("two");
        move(first);
        for (var mark : List.of(first, second)) {
            assertThat(open().find(mark.at())).isEqualTo(Outcome.done(mark));
            assertThat(open().verify(mark)).isEqualTo(Outcome.done(mark));
        }
    }

    @Test
    void aRestoreTakesReadersThere() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        assertThat(open().restore(first, K1)).isEqualTo(new Restored.There(first, true));
        assertThat(read()).isEqualTo("one");
        assertThat(open().snapshot()).isEqualTo(Outcome.done(first));
    }

    @Test
    void theSameMoveTwiceIsMadeOnce() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        open().restore(first, K1);
        assertThat(open().restore(first, K1)).isEqualTo(new Restored.There(first, false));
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void aRestoreOfWhatIsLiveMovesNothing() throws Exception {
        twoOfWhichTheSecondIsLive();
        var live = done(open().snapshot());
        assertThat(open().restore(live, K1)).isEqualTo(new Restored.There(live, false));
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aLateRepetitionDoesNotUndoTheNextMove() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        var second = done(open().snapshot());
        open().restore(first, K1);
        open().restore(second, K2);
        assertThat(unchanged(open().restore(first, K1)).code()).isEqualTo(Code.MOVE_WAS_MADE);
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aRepetitionDoesNotUndoWhatSomebodyElseDid() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        var second = done(open().snapshot());
        open().restore(first, K1);
        move(second);
        assertThat(unchanged(open().restore(first, K1)).code()).isEqualTo(Code.MOVE_WAS_MADE);
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aKeyBelongsToOneVersion() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        var third = add("three");
        open().restore(first, K1);
        assertThat(unchanged(open().restore(third, K1)).code()).isEqualTo(Code.MOVE_WAS_MADE);
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void aCrashBetweenAnyTwoStepsLeavesOneOrTheOtherAndCanBeRepeated() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        var second = done(open().snapshot());
        int step = 0;
        while (dies(dyingBefore(step), first, new MoveKey("move-" + step))) {
            var live = done(open().snapshot());
            assertThat(live).isIn(first, second);
            assertThat(read()).isEqualTo(live.equals(first) ? "one" : "two");
            var again = open().restore(first, new MoveKey("move-" + step));
            assertThat(again).isEqualTo(new Restored.There(first, live.equals(second)));
            assertThat(read()).isEqualTo("one");
            assertThat(open().restore(second, new MoveKey("back-" + step)))
                    .isEqualTo(new Restored.There(second, true));
            step++;
        }
        assertThat(step).isBetween(1, 30);
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void aVersionThatIsNotThereIsRefusedAndNothingMoves() throws Exception {
        twoOfWhichTheSecondIsLive();
        var driver = open();
        assertThat(refused(driver.find(unknown().at())).code()).isEqualTo(Code.VERSION_MISSING);
        assertThat(refused(driver.verify(unknown())).code()).isEqualTo(Code.VERSION_MISSING);
        assertThat(refused(driver.plan(unknown())).code()).isEqualTo(Code.VERSION_MISSING);
        assertThat(unchanged(driver.restore(unknown(), K1)).code()).isEqualTo(Code.VERSION_MISSING);
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aNameThatLeadsElsewhereIsNoVersion() throws Exception {
        twoOfWhichTheSecondIsLive();
        for (var at : List.of("..", ".", "../elsewhere", "/", "a/b", "~", "HEAD")) {
            assertThat(refused(open().find(at)).code()).as(at).isEqualTo(Code.VERSION_MISSING);
        }
    }

    @Test
    void damageIsSeenAndNothingGoesBackToIt() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        damage(first);
        assertThat(refused(open().verify(first)).code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(refused(open().plan(first)).code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(unchanged(open().restore(first, K1)).code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void damageOfWhatIsLiveShowsInTheSnapshot() throws Exception {
        twoOfWhichTheSecondIsLive();
        var promised = done(open().snapshot());
        damageLive();
        assertThat(open().snapshot()).isNotEqualTo(Outcome.done(promised));
    }

    @Test
    void anotherDigestThanThePromisedOneIsRefused() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        var promised = new Mark(first.at(), Digest.of(Samples.bytes("something else")));
        assertThat(refused(open().verify(promised)).code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(unchanged(open().restore(promised, K1)).code()).isEqualTo(Code.VERSION_DAMAGED);
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aRefusedMoveMayBeMadeLaterWithTheSameKey() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        open().restore(new Mark(first.at(), Digest.of(Samples.bytes("something else"))), K1);
        assertThat(open().restore(first, K1)).isEqualTo(new Restored.There(first, true));
    }

    @Test
    void aPlanTellsWhatWouldMoveAndMovesNothing() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        var second = done(open().snapshot());
        var way = done(open().describe()).way();
        var move = done(open().plan(first));
        assertThat(move).isEqualTo(new Move(Optional.of(second), first, way));
        assertThat(move.text()).isEqualTo(second.at() + " -> " + first.at() + ", " + way.text());
        assertThat(done(open().plan(second)).needed()).isFalse();
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aDriverSaysWhatItDrivesAndHowThatGoesBack() throws Exception {
        var about = done(open().describe());
        assertThat(about.component()).isEqualTo("table");
        assertThat(about.where()).isNotBlank();
        assertThat(about.way()).isIn(Way.POINTER, Way.REAPPLY);
    }

    @Test
    void aSoundWorldIsHealthy() throws Exception {
        twoOfWhichTheSecondIsLive();
        assertThat(open().health()).isEmpty();
    }

    @Test
    void whatIsBrokenIsToldInEveryAnswerAndThrownInNone() throws Exception {
        var first = twoOfWhichTheSecondIsLive();
        breakDown();
        var driver = open();
        var problem = driver.health().orElseThrow();
        assertThat(problem.what()).isNotBlank();
        assertThat(problem.why()).isNotEmpty();
        assertThat(problem.todo()).isNotEmpty();
        assertThat(problem.state()).isEqualTo("Nothing was moved.");
        assertThat(driver.verify(first)).isInstanceOf(Outcome.Refused.class);
        assertThat(driver.plan(first)).isInstanceOf(Outcome.Refused.class);
        assertThat(driver.restore(first, K1)).isNotInstanceOf(Restored.There.class);
    }

    private Mark twoOfWhichTheSecondIsLive() throws Exception {
        var first = add("one");
        move(add("two"));
        return first;
    }

    /// Whether the process died on the way; where it is another process than ours, nobody knows what became of the move.
    private static boolean dies(ComponentDriver driver, Mark to, MoveKey key) {
        try {
            return driver.restore(to, key) instanceof Restored.Unknown;
        } catch (Crash _) {
            return true;
        }
    }

    protected static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError("refused: " + problem);
        };
    }

    protected static Problem refused(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        var problem = ((Outcome.Refused<?>) outcome).problem();
        assertThat(problem.state()).isEqualTo("Nothing was moved.");
        return problem;
    }

    protected static Problem unchanged(Restored restored) {
        assertThat(restored).isInstanceOf(Restored.Unchanged.class);
        var problem = ((Restored.Unchanged) restored).problem();
        assertThat(problem.state()).isEqualTo("Nothing was moved.");
        return problem;
    }
}
