package lastgood.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Every invariant, after every step of many runs.
class SimulatorTest {
    private static final int FIXED = 140;
    private static final int FRESH = 80;

    /// Where fewer runs than this come to, the simulator has gone blind there.
    private static final Map<Reach, Integer> LEAST =
            Map.ofEntries(
                    Map.entry(Reach.CRASH, 100),
                    Map.entry(Reach.CRASH_WHILE_EXPOSED, 50),
                    Map.entry(Reach.CRASH_WITH_UNRECORDED_RETREAT, 8),
                    Map.entry(Reach.CRASH_BETWEEN_WRITE_AND_ACT, 8),
                    Map.entry(Reach.START_THAT_FAILED, 8),
                    Map.entry(Reach.WRITTEN_BUT_NOT_ANSWERED, 50),
                    Map.entry(Reach.TRIP, 40),
                    Map.entry(Reach.VETO, 35),
                    Map.entry(Reach.VETO_NOT_STORED, 30),
                    Map.entry(Reach.UNRECORDED_RETREAT, 50),
                    Map.entry(Reach.RETREAT_OF_A_PERSON, 15),
                    Map.entry(Reach.STUCK, 15),
                    Map.entry(Reach.CORNERED, 20),
                    Map.entry(Reach.PAUSED_BY_RESTART, 30),
                    Map.entry(Reach.HUNG, 4),
                    Map.entry(Reach.HUNG_WHILE_EXPOSED, 12),
                    Map.entry(Reach.LAPSED, 8),
                    Map.entry(Reach.PAUSED_BY_LEASE, 6),
                    Map.entry(Reach.RESUMED, 25),
                    Map.entry(Reach.SHADOWED, 25),
                    Map.entry(Reach.SHADOW_LEFT, 8),
                    Map.entry(Reach.TRIP_IN_SHADOW, 10),
                    Map.entry(Reach.PAIR_LABELLED, 14),
                    Map.entry(Reach.STEPPED, 15),
                    Map.entry(Reach.PROMOTED, 40),
                    Map.entry(Reach.GOOD, 80),
                    Map.entry(Reach.EXPIRED, 6),
                    Map.entry(Reach.FALLBACK, 1),
                    Map.entry(Reach.BAKED_AGAIN, 5),
                    Map.entry(Reach.BAKING_AT_A_RESTART, 20),
                    Map.entry(Reach.RETURNING_AT_A_RESTART, 15),
                    Map.entry(Reach.ROUTE_THAT_WAITED, 12),
                    Map.entry(Reach.LABEL_AFTER_ITS_ROLLOUT, 80),
                    Map.entry(Reach.EVIDENCE_OF_AN_EARLIER_LIFE, 30));

    @Test
    void noRunBreaksAnInvariantAndTogetherTheyComeToEveryAwkwardPlace() {
        var stories = told(LongStream.rangeClosed(1, FIXED));
        var reached = new EnumMap<Reach, Integer>(Reach.class);
        stories.forEach(s -> s.reached().keySet().forEach(r -> reached.merge(r, 1, Integer::sum)));

        System.out.println("runs that come to each place, of " + FIXED + ": " + reached);
        hold(stories);
        LEAST.forEach((place, least) ->
                assertThat(reached.getOrDefault(place, 0))
                        .as("runs that come to " + place)
                        .isGreaterThanOrEqualTo(least));
    }

    @Test
    void noSeedThatOnceBrokeOneBreaksOneAgain() {
        hold(told(known()));
    }

    @Test
    void noFreshRunBreaksOne() {
        long first = new SecureRandom().nextLong() >>> 20;
        System.out.println("fresh runs of the simulator from seed " + first);
        hold(told(LongStream.range(first, first + FRESH)));
    }

    @Test
    void theSameSeedTellsTheSameStoryToTheLastByte() {
        for (long seed : List.of(7L, 8L, 9L)) {
            assertThat(Run.of(seed).lines()).isEqualTo(Run.of(seed).lines());
        }
        assertThat(Run.of(7).lines()).isNotEqualTo(Run.of(8).lines());
    }

    /// Each run has one thread; two runs know nothing of each other.
    private static List<Story> told(LongStream seeds) {
        return seeds.parallel().mapToObj(Run::of).toList();
    }

    private static void hold(List<Story> stories) {
        assertThat(stories).isNotEmpty();
        assertThat(stories.stream().filter(s -> s.broken().isPresent()).map(Story::verdict))
                .isEmpty();
    }

    private static LongStream known() {
        try (var file =
                Optional.ofNullable(SimulatorTest.class.getResourceAsStream("/seeds.txt"))
                        .orElseThrow()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .mapToLong(Long::parseLong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
