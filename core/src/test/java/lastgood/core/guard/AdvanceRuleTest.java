package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the contract promises of a bad candidate and of a good one, measured.
class AdvanceRuleTest {
    private static final int MIN_REQUESTS = 50;
    private static final double WRONG = .05;
    private static final long SEED = 20261124;
    private static final int TRIALS = 500;
    private static final int EQUAL_TRIALS = 100;

    /// @param bound the greatest candidate rate that is inside, if live is wrong in 5 % of answers
    record World(String name, GuardSet set, Signal signal, double share, double bound) {
        Trial trial(double candidate, SplittableRandom random) {
            return new Trial(set, signal, List.of(share, .5, 1.0), WRONG, candidate, random);
        }

        @Override
        public String toString() {
            return name + " at " + share;
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void aCandidateTenPointsBeyondItsBoundStaysAndTripsWithin500OfItsLabels(World world) {
        int left = 0;
        int missed = 0;
        for (int i = 0; i < TRIALS; i++) {
            var trial = world.trial(world.bound() + .10, new SplittableRandom(SEED + i));
            boolean leaves = trial.unitsToLeave(MIN_REQUESTS, 500) > 0;
            left += leaves ? 1 : 0;
            missed += leaves || !trial.isTripped() ? 1 : 0;
        }
        assertThat(left).as("left its step, seed %s", SEED).isLessThanOrEqualTo(TRIALS * 3 / 100);
        assertThat(missed).as("not caught, seed %s", SEED).isLessThanOrEqualTo(TRIALS * 4 / 100);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void aCandidateFiftyPointsBeyondItsBoundTripsWithin60(World world) {
        for (int i = 0; i < 200; i++) {
            var trial = world.trial(world.bound() + .50, new SplittableRandom(SEED + i));
            assertThat(trial.unitsToTrip(60)).as("seed %s", SEED + i).isPositive();
        }
    }

    /// A bound of 1.05 times live is so near to live that the plain rate of one in ten or twenty equal candidates is on
    /// the wrong side of it, by chance alone, for more than 1,000 answers.
    @ParameterizedTest
    @MethodSource("worlds")
    void anEqualCandidatePassesIfNeedBeAfterStayingLonger(World world) {
        var waits = new ArrayList<Integer>();
        int trips = 0;
        for (int i = 0; i < EQUAL_TRIALS; i++) {
            var trial = world.trial(WRONG, new SplittableRandom(SEED + i));
            int wait = trial.unitsToLeave(MIN_REQUESTS, 1000);
            waits.add(wait > 0 ? wait : Integer.MAX_VALUE);
            trial.nextStep();
            trial.unitsToTrip(200);
            trial.nextStep();
            trips += trial.unitsToTrip(200) > 0 ? 1 : 0;
        }
        Collections.sort(waits);
        assertThat(waits.get(EQUAL_TRIALS / 2)).as("median, seed %s", SEED).isLessThan(100);
        assertThat(waits.get(EQUAL_TRIALS * 85 / 100)).as("seed %s", SEED).isLessThan(1000);
        assertThat(trips).as("false trips, seed %s", SEED).isLessThanOrEqualTo(EQUAL_TRIALS / 100);
    }

    static Stream<World> worlds() {
        return Stream.of(.1, .2)
                .flatMap(share ->
                        Stream.of(
                                wrong("quality.error_rate <= baseline + 3%", share, WRONG + .03),
                                wrong("quality.error_rate <= baseline + 2%", share, WRONG + .02),
                                wrong("quality.error_rate <= baseline * 1.05", share, WRONG * 1.05),
                                new World(
                                        "standard",
                                        GuardSet.standard(true),
                                        new Signal.Wrong(),
                                        share,
                                        WRONG * 1.05),
                                new World(
                                        "errors",
                                        smallest("quality.error_rate <= baseline + 3%"),
                                        new Signal.Errors(),
                                        share,
                                        WRONG + .005)));
    }

    private static World wrong(String line, double share, double bound) {
        return new World(line, smallest(line), new Signal.Wrong(), share, bound);
    }

    private static GuardSet smallest(String quality) {
        return switch (GuardLine.parseAll(List.of("http.error_rate <= baseline + 0.5%", quality))) {
            case Outcome.Done<GuardSet>(var set) -> set;
            case Outcome.Refused<GuardSet>(var problem) ->
                    throw new IllegalArgumentException(problem.what());
        };
    }
}
