package lastgood.control.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever happens to services that share a table, its history tells of every moment what was really served then.
class ComponentPastTest {
    private static final int RUNS = Integer.getInteger("runs", 200);

    @Test
    void theHistoryOfAComponentTellsWhatWasServedAtEveryMoment() throws IOException {
        var deeds = new EnumMap<RandomPast.Deed, Integer>(RandomPast.Deed.class);
        long first = Long.getLong("seed", new Random().nextInt(1_000_000));
        for (long seed = first; seed < first + RUNS; seed++) {
            run(seed, deeds);
        }
        assertThat(deeds.keySet())
                .as("everything is done, from seed " + first + ": " + deeds)
                .containsExactlyInAnyOrder(RandomPast.Deed.values());
        assertThat(deeds.values()).as(deeds.toString()).allMatch(count -> count > RUNS / 20);
    }

    private static void run(long seed, Map<RandomPast.Deed, Integer> deeds) throws IOException {
        try {
            var past = new RandomPast(new Random(seed));
            past.live(100).forEach((deed, count) -> deeds.merge(deed, count, Integer::sum));
            past.check(seed % 2 == 0);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
