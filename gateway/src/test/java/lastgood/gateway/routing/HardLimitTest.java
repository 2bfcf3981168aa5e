package lastgood.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lastgood.core.release.Digest;
import lastgood.core.rollout.Route;
import org.junit.jupiter.api.Test;

class HardLimitTest {
    private static final Route.Veto VETO =
            new Route.Veto(1, Digest.of("r2".getBytes(StandardCharsets.UTF_8)));

    /// By hand: fourteen likelihood ratios and their mean.
    @Test
    void theEvidenceIsTheMeanOfLikelihoodRatios() {
        double[] grid = {1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8, 12, 20, 40};
        double sum = 0;
        for (double g : grid) {
            double rate = Math.min(.999, .2 * g);
            sum += Math.pow(rate / .2, 3) * Math.pow((1 - rate) / .8, 2);
        }

        assertThat(HardLimit.logEvidence(3, 2))
                .isCloseTo(Math.log(sum / grid.length), within(1e-12));
        assertThat(HardLimit.logEvidence(0, 0)).isCloseTo(0, within(1e-12));
    }

    @Test
    void hugeCountsStayFinite() {
        assertThat(HardLimit.logEvidence(1_000_000, 0)).isGreaterThan(1e6).isFinite();
        assertThat(HardLimit.logEvidence(0, 1_000_000)).isLessThan(-1e3).isFinite();
    }

    /// The whole budget of a rollout is one in a hundred, and the hard limit has a sixth of it.
    @Test
    void aReleaseOnTheLimitIsHardlyEverWithdrawn() {
        long seed = 1795444461032L;
        var random = new SplittableRandom(seed);
        int withdrawn = 0;
        for (int rollout = 0; rollout < 2_000; rollout++) {
            withdrawn += trips(random.split(), .2, 2_000) ? 1 : 0;
        }

        assertThat(withdrawn).as("of 2000, seed %d", seed).isLessThanOrEqualTo(12);
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
