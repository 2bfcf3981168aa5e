package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import lastgood.core.guard.Tally.KeyMap;
import lastgood.core.prediction.Arm;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Place LIVE = new Place(0, Arm.LIVE);
    private static final Place CANDIDATE = new Place(0, Arm.CANDIDATE);

    @Test
    void sumsDoNotDependOnOrder() {
        var one = Counting.nothing().candidate(0, 1, 2).key(LIVE, 5, true).tally();
        var other =
                Counting.nothing()
                        .candidate(0, 3, 4)
                        .key(LIVE, 5, false)
                        .key(LIVE, 6, false)
                        .tally();
        assertThat(one.plus(other)).isEqualTo(other.plus(one));
        assertThat(one.plus(other).units().get(new Tally.Unit(CANDIDATE, 1, 1))).isEqualTo(4);
        assertThat(one.plus(other).keys().get(LIVE))
                .isEqualTo(new KeyMap(bits(5, 6), bits(5), bits(5), 2));
        assertThat(one.plus(Tally.EMPTY)).isEqualTo(one);
    }

    @Test
    void whatIsBadWasSeen() {
        assertThat(new KeyMap(bits(), bits(1), bits(2), 0))
                .isEqualTo(new KeyMap(bits(1, 2), bits(1, 2), bits(2), 0));
    }

    @Test
    void whereTheOrderIsNotKnownAnyBadRequestStandsForTheFirst() {
        assertThat(new KeyMap(bits(1, 2), bits(2)))
                .isEqualTo(new KeyMap(bits(1, 2), bits(2), bits(2), 1));
    }

    @Test
    void aMapDoesNotChange() {
        var seen = bits(1);
        var map = new KeyMap(seen, bits(1));
        seen.set(9);
        map.seen().set(9);
        map.bad().set(9);
        map.first().set(9);
        map.plus(9, true);
        assertThat(map).isEqualTo(new KeyMap(bits(1), bits(1)));
    }

    @Test
    void aUnitCannotHaveMoreBadRowsThanRows() {
        assertThatThrownBy(() -> new Tally.Unit(LIVE, 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tally.Unit(LIVE, -1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tally.Unit(LIVE, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void evidenceIsTheSumOfAllGatewaysAndTheLabels() {
        var signal = new Signal.Errors();
        var wrong = Counting.nothing().candidate(0, 1, 1).tally();
        var counts =
                List.of(
                        count(
                                "a",
                                new Count.Traffic(3, 2, 1),
                                Counting.nothing().candidate(0, 1, 2).tally()),
                        count(
                                "b",
                                new Count.Traffic(5, 5, 0),
                                Counting.nothing().candidate(0, 0, 5).tally()));
        var evidence = Evidence.of(counts, wrong);
        assertThat(evidence.traffic(CANDIDATE)).isEqualTo(new Count.Traffic(8, 7, 1));
        assertThat(evidence.traffic(LIVE)).isEqualTo(Count.Traffic.NONE);
        assertThat(evidence.tally(signal)).isEqualTo(Counting.nothing().candidate(0, 1, 7).tally());
        assertThat(evidence.tally(new Signal.Wrong())).isEqualTo(wrong);
        assertThat(evidence.tally(new Signal.Invalid())).isEqualTo(Tally.EMPTY);
    }

    private static Count count(String gateway, Count.Traffic traffic, Tally tally) {
        return new Count(
                gateway,
                1,
                new ServiceName("wine"),
                1,
                Map.of(CANDIDATE, traffic),
                Map.of(new Signal.Errors(), tally),
                Map.of());
    }

    private static BitSet bits(int... set) {
        var bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }
}
