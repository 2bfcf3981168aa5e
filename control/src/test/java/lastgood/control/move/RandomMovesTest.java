package lastgood.control.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random stacks of one to four services and one to three components that live in worlds of their own, moved while
/// drivers refuse, lie, throw and do not know, disks are full, services change meanwhile and the process ends anywhere.
///
/// After each move there is the old stack or the new one, in traffic, in the record and in every world.
class RandomMovesTest {
    private static final int RUNS = Integer.getInteger("runs", 600);

    @Test
    void whateverHappensThereIsTheOldStackOrTheNewOne() throws IOException {
        var ends = new EnumMap<RandomStack.End, Integer>(RandomStack.End.class);
        long first = Long.getLong("seed", new Random().nextInt(1_000_000));
        for (long seed = first; seed < first + RUNS; seed++) {
            run(seed, ends);
        }
        assertThat(ends.keySet())
                .as("every kind of end is come to, from seed " + first + ": " + ends)
                .containsExactlyInAnyOrder(RandomStack.End.values());
        assertThat(ends.values()).as(ends.toString()).allMatch(count -> count > RUNS / 100);
    }

    private static void run(long seed, Map<RandomStack.End, Integer> ends) throws IOException {
        try {
            var stack = new RandomStack(new Random(seed));
            for (int i = 0; i < 2; i++) {
                stack.attempt().ifPresent(end -> ends.merge(end, 1, Integer::sum));
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
