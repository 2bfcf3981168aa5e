package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.release.ServiceName;
import org.junit.jupiter.api.Test;

/// What every keeper of checkpoints promises.
public abstract class CountsContract {
    /// The counts of this test; asked again, they are opened again over what is stored.
    protected abstract Counts open() throws Exception;

    @Test
    void aCountIsKeptWithEveryNumberInIt() throws Exception {
        var count = count("gateway-1", 1, TUMOUR, 1);
        open().save(count);
        assertThat(open().of(TUMOUR, 1)).containsExactly(count);
    }

    @Test
    void theHighestSequenceStands() throws Exception {
        var counts = open();
        counts.save(count("gateway-1", 7, TUMOUR, 1));
        counts.save(count("gateway-1", 9, TUMOUR, 1));
        counts.save(count("gateway-1", 8, TUMOUR, 1));
        counts.save(count("gateway-1", 9, TUMOUR, 1));
        assertThat(open().of(TUMOUR, 1)).containsExactly(count("gateway-1", 9, TUMOUR, 1));
    }

    @Test
    void gatewaysRolloutsAndServicesAreKeptApart() throws Exception {
        var counts = open();
        var kept =
                List.of(
                        count("gateway-1", 3, TUMOUR, 1),
                        count("gateway-2", 1, TUMOUR, 1),
                        count("gateway-1", 2, TUMOUR, 2),
                        count("gateway-1", 1, WINE, 1));
        for (var count : kept) {
            counts.save(count);
        }
        assertThat(open().of(TUMOUR, 1)).containsExactlyInAnyOrder(kept.get(0), kept.get(1));
        assertThat(open().of(TUMOUR, 2)).containsExactly(kept.get(2));
        assertThat(open().of(WINE, 1)).containsExactly(kept.get(3));
        assertThat(open().of(WINE, 2)).isEmpty();
    }

    private static Count count(String gateway, long sequence, ServiceName service, int rollout) {
        var place = new Place(0, Arm.CANDIDATE);
        var seen = new BitSet();
        seen.set(0, 65_536, true);
        var bad = new BitSet();
        bad.set((int) sequence);
        var tally =
                new Tally(
                        new TreeMap<>(Map.of(new Tally.Unit(place, 1, 3), sequence)),
                        new TreeMap<>(
                                Map.of(place, new Tally.KeyMap(seen, bad, new BitSet(), 17))));
        return new Count(
                gateway,
                sequence,
                service,
                rollout,
                Map.of(place, new Count.Traffic(sequence, sequence, 0)),
                Map.of(new Signal.Errors(), tally, new Signal.Slow(Duration.ofMillis(80)), tally),
                Map.of(
                        2,
                        List.of(
                                new Count.ColumnSeen(
                                        "X",
                                        0,
                                        "mean radius",
                                        sequence,
                                        1,
                                        Double.NEGATIVE_INFINITY,
                                        -0.0))));
    }
}
