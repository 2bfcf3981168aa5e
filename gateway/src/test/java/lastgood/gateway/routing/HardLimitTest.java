package lastgood.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lastgood.core.guard.Reading;
import lastgood.core.release.Digest;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;

class HardLimitTest {
    private static final Route.Veto VETO =
            new Route.Veto(1, Digest.of("r2".getBytes(StandardCharsets.UTF_8)));

    /// By hand: fourteen likelihood ratios and their mean.
    @Test
    void theEvidenceIsTheMeanOfLikelihoodRatios() {
        var limit = new HardLimit(VETO);
        limit.note(false, OptionalInt.empty());
        limit.note(false, OptionalInt.empty());
        Optional<Reading> reading = Optional.empty();
        int bad = 0;
        while (reading.isEmpty()) {
            reading = limit.note(true, OptionalInt.empty());
            bad++;
        }

        double[] grid = {1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8, 12, 20, 40};
        double sum = 0;
        for (double g : grid) {
            double rate = Math.min(.999, .2 * g);
            sum += Math.pow(rate / .2, bad) * Math.pow((1 - rate) / .8, 2);
        }
        assertThat(reading.get().logEvidence())
                .isCloseTo(Math.log(sum / grid.length), within(1e-9));
        assertThat(reading.get().n()).isEqualTo(bad + 2);
        assertThat(reading.get().threshold())
                .as("its share of one in a hundred, were every family there")
                .isCloseTo(-Math.log(.01 * .15 / .9), within(1e-12));
    }

    @Test
    void aSuccessNeverTripsIt() {
        var limit = new HardLimit(VETO);
        for (int i = 0; i < 4; i++) {
            limit.note(true, OptionalInt.empty());
        }

        assertThat(limit.note(false, OptionalInt.empty())).isEmpty();
    }

    @Test
    void aStickyUserCountsByTheFirstRequestAlone() {
        var limit = new HardLimit(VETO);
        for (int user = 0; user < 20; user++) {
            limit.note(false, OptionalInt.of(user));
        }
        for (int user = 0; user < 20; user++) {
            assertThat(limit.note(true, OptionalInt.of(user))).isEmpty();
        }
    }

    /// The whole budget of a rollout is one in a hundred, and the hard limit has a sixth of it.
    @Test
    void aReleaseOnTheLimitIsHardlyEverWithdrawn() {
        long seed = 1795444461032L;
        var random = new SplittableRandom(seed);
        int withdrawn = 0;
        for (int rollout = 0; rollout < 500; rollout++) {
            withdrawn += trips(random.split(), .2, 1_000) ? 1 : 0;
        }

        assertThat(withdrawn).as("of 500, seed %d", seed).isLessThanOrEqualTo(4);
    }

    @Test
    void aReleaseFarBeyondItIsAlwaysWithdrawn() {
        var random = new SplittableRandom(3);
        for (int rollout = 0; rollout < 200; rollout++) {
            assertThat(trips(random.split(), .5, 200)).isTrue();
        }
    }

    private static boolean trips(SplittableRandom random, double rate, int requests) {
        var limit = new HardLimit(VETO);
        for (int i = 0; i < requests; i++) {
            if (limit.note(random.nextDouble() < rate, OptionalInt.empty()).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
