package lastgood.core.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several addresses: who of them is asked.
class FleetTest {
    @Test
    void theOneThatFailsIsOutAndTheOthersAreAsked() {
        assertThat(asked(fails(fleet(3), 1, Cause.FAILING, 10))).containsExactly(0, 2);
    }

    @Test
    void onlyHalfOfThoseThatFailAreOutWhileOneIsWell() {
        var one = fails(fleet(4), 2, Cause.FAILING, 10);
        var two = fails(one, 0, Cause.FAILING, 20);
        assertThat(asked(two)).containsExactly(1, 3);

        var three = fails(two, 3, Cause.FAILING, 30);

        assertThat(asked(three)).as("the last that failed stays").containsExactly(1, 3);
    }

    @Test
    void whereNoneIsWellAllAreOut() {
        var fleet = fleet(3);
        for (int address = 0; address < 3; address++) {
            fleet = fails(fleet, address, Cause.FAILING, 10);
        }
        assertThat(asked(fleet)).isEmpty();
    }

    @Test
    void thoseThatAreAwayAreOutHoweverManyTheyAre() {
        var fleet = fleet(3);
        for (int address : new int[] {0, 2}) {
            fleet = fails(fleet, address, Cause.AWAY, 10);
        }
        assertThat(asked(fleet)).containsExactly(1);
    }

    @Test
    void whoIsKeptThoughItFailsIsBackAsSoonAsItAnswers() {
        var fleet = fleet(3);
        for (int address : new int[] {0, 1}) {
            fleet = fails(fleet, address, Cause.FAILING, 10);
        }
        assertThat(asked(fleet)).containsExactly(1, 2);

        assertThat(fleet.answered(1, fleet.term(1), 11).isOut(1)).isFalse();
    }

    @Test
    void aTrialIsForOneRequestAtATime() {
        var out = fails(fleet(1), 0, Cause.AWAY, 10);
        var trial = out.looked(0, out.term(0), true, 20);
        assertThat(asked(trial)).containsExactly(0);
        assertThat(asked(trial.asked(0))).isEmpty();
    }

    @Test
    void theNextLookIsTheFirstOfAll() {
        var fleet = fails(fails(fleet(2), 1, Cause.AWAY, 10), 0, Cause.AWAY, 30);
        assertThat(fleet.nextLook()).hasValue(10 + Limits.USUAL.firstPause().toNanos());
        assertThat(fleet(2).nextLook()).isEmpty();
        assertThat(fleet.looked(0, fleet.term(0), true, 40).nextLook()).isEmpty();
    }

    private static Fleet fleet(int size) {
        return new Fleet(Collections.nCopies(size, Circuit.closed(0)), Limits.USUAL);
    }

    private static Fleet fails(Fleet fleet, int address, Cause cause, long now) {
        var failed = fleet;
        for (int i = 0; i < Limits.USUAL.inRow(); i++) {
            failed = failed.failed(address, failed.term(address), cause, now);
        }
        return failed;
    }

    private static int[] asked(Fleet fleet) {
        return IntStream.range(0, fleet.size()).filter(fleet::takes).toArray();
    }
}
