package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import lastgood.core.guard.Tally.KeyMap;
import lastgood.core.prediction.Arm;
import org.junit.jupiter.api.Test;

class UnitsTest {
    private static final List<Double> SHARES = List.of(.5, .75, 1.0);

    @Test
    void aKeyCountsOnceHoweverOftenItAsks() {
        var tally =
                Counting.nothing()
                        .key(candidate(0), 1, false)
                        .key(candidate(0), 1, true)
                        .key(candidate(0), 1, true)
                        .key(live(0), 2, false)
                        .tally();
        var step = Units.first(tally, SHARES).getFirst();
        assertThat(step.candidate()).isEqualTo(Cell.of(0, 1));
        assertThat(step.live()).isEqualTo(Cell.of(0, 1));
        assertThat(Units.untilBad(tally, SHARES).getFirst())
                .isEqualTo(new Step(.5, Cell.of(1, 1), Cell.of(0, 1)));
    }

    @Test
    void aKeysFirstRequestIsItsLoss() {
        var tally =
                Counting.nothing()
                        .key(candidate(0), 1, true)
                        .key(candidate(0), 1, false)
                        .key(live(0), 2, false)
                        .key(live(0), 2, true)
                        .tally();
        var step = Units.first(tally, SHARES).getFirst();
        assertThat(step.candidate()).isEqualTo(Cell.of(1, 0));
        assertThat(step.live()).isEqualTo(Cell.of(0, 1));
    }

    @Test
    void aKeyThatMovesToTheCandidateIsNotCountedAgain() {
        var tally =
                Counting.nothing()
                        .key(live(0), 1, false)
                        .key(candidate(0), 2, false)
                        .key(candidate(1), 1, true)
                        .key(candidate(1), 2, true)
                        .key(candidate(1), 3, true)
                        .key(live(1), 4, false)
                        .key(live(1), 5, false)
                        .tally();
        var second = Units.first(tally, SHARES).get(1);
        assertThat(second.candidate()).isEqualTo(Cell.of(1, 0));
        assertThat(second.live().units()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void aKeyGoesBadOnceWithTheShareOfTheStepInWhichItDid() {
        var tally =
                Counting.nothing()
                        .key(live(0), 1, true)
                        .key(candidate(0), 2, false)
                        .key(candidate(1), 1, true)
                        .key(candidate(1), 2, true)
                        .key(candidate(1), 3, true)
                        .tally();
        var events = Units.untilBad(tally, SHARES);
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isEqualTo(new Step(.5, Cell.of(0, 1), Cell.of(1, 0)));
        assertThat(events.get(1)).isEqualTo(new Step(.75, Cell.of(2, 0), Cell.EMPTY));
    }

    @Test
    void aloneAKeyCountsWhereTheCandidateFirstSawIt() {
        var tally =
                Counting.nothing()
                        .key(live(0), 1, true)
                        .key(candidate(1), 1, false)
                        .key(candidate(2), 1, true)
                        .key(candidate(2), 7, true)
                        .candidate(2, 1, 3)
                        .tally();
        assertThat(Units.firstAlone(tally, Arm.CANDIDATE, 0, 2)).isEqualTo(Cell.of(2, 4));
        assertThat(Units.firstAlone(tally, Arm.CANDIDATE, 2, 2)).isEqualTo(Cell.of(3, 3));
        assertThat(Units.untilBadAlone(tally, Arm.CANDIDATE, 0, 2)).isEqualTo(Cell.of(3, 4));
        assertThat(Units.untilBadAlone(tally, Arm.CANDIDATE, 2, 2)).isEqualTo(Cell.of(3, 3));
    }

    @Test
    void requestsWithoutAKeyCountAsTheyAre() {
        var tally =
                Counting.nothing()
                        .candidate(0, 3, 7)
                        .live(1, 2, 8)
                        .rows(candidate(1), 1, 4, 2)
                        .tally();
        var steps = Units.first(tally, SHARES);
        assertThat(steps.get(0)).isEqualTo(new Step(.5, Cell.of(3, 7), Cell.EMPTY));
        assertThat(steps.get(1).live()).isEqualTo(Cell.of(2, 8));
        assertThat(steps.get(1).candidate()).isEqualTo(Cell.EMPTY.plus(.25, 2));
        assertThat(Units.untilBad(tally, SHARES)).isEqualTo(steps);
    }

    @Test
    void slotsThatSeveralKeysShareAreMadeUpForInTheCountOfBadKeys() {
        var random = new SplittableRandom(3);
        var tally =
                Counting.nothing()
                        .keys(candidate(0), bad(random, 30_000))
                        .keys(live(0), bad(random, 90_000))
                        .tally();
        var events = Units.untilBad(tally, SHARES).getFirst();
        assertThat(events.candidate().bad()).isCloseTo(30_000, within(500.0));
        assertThat(events.live().bad()).isCloseTo(90_000, within(1_000.0));
    }

    @Test
    void aFullMapSaysNothingOfHowManyKeysWentBad() {
        var random = new SplittableRandom(3);
        var tally =
                Counting.nothing()
                        .keys(candidate(0), bad(random, 1_000))
                        .keys(live(0), bad(random, 300_000))
                        .live(0, 2, 0)
                        .tally();
        assertThat(Units.untilBad(tally, SHARES).getFirst())
                .isEqualTo(new Step(.5, Cell.EMPTY, Cell.of(2, 0)));
    }

    /// A million users of one wrongness in both arms: live's slots are full long before the candidate's.
    @Test
    void fullMapsDoNotMakeAnEqualCandidateLookWorse() {
        var random = new SplittableRandom(5);
        var shares = List.of(.1, 1.0);
        var tally =
                Counting.nothing()
                        .keys(candidate(0), mixed(random, 100_000, .05))
                        .keys(live(0), mixed(random, 900_000, .05))
                        .tally();
        var steps = Units.first(tally, shares);
        var step = steps.getFirst();
        assertThat(step.candidate().units() / step.live().units()).isCloseTo(1 / 9.0, within(1e-9));
        assertThat(new MarginBet(.005).weigh(steps, steps).broken()).isLessThan(3);
    }

    private static KeyMap bad(SplittableRandom random, int keys) {
        return mixed(random, keys, 1);
    }

    private static KeyMap mixed(SplittableRandom random, int keys, double bad) {
        var seen = new BitSet();
        var first = new BitSet();
        for (int i = 0; i < keys; i++) {
            int slot = random.nextInt(KeyMap.SLOTS);
            if (!seen.get(slot) && random.nextDouble() < bad) {
                first.set(slot);
            }
            seen.set(slot);
        }
        return new KeyMap(seen, first);
    }

    private static Place candidate(int step) {
        return new Place(step, Arm.CANDIDATE);
    }

    private static Place live(int step) {
        return new Place(step, Arm.LIVE);
    }
}
