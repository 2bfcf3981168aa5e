package lastgood.control.move;

import static lastgood.control.move.Village.FRAUD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The process ends at any step: before and after each call of a driver, each line in the book, each change of traffic.
class DrivenCrashTest extends DrivenStory {
    @Test
    void aCrashAtAnyStepLeavesTheOldOrTheNewStackInEveryWorld() throws IOException {
        int olds = 0;
        int news = 0;
        boolean crashed = true;
        for (int step = 0; crashed; step++) {
            var test = new DrivenCrashTest();
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
            var test = new DrivenCrashTest();
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
}
