package lastgood.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final long SEED = 20261128;

    @Test
    void distancesOfTheSameAreNothingAndOfStrangersAreMost() {
        double[] p = {.2, .3, .5, 0};
        double[] stranger = {0, 0, 0, 1};

        assertThat(Drift.psi(p, p)).isZero();
        assertThat(Drift.psi(p, stranger)).isInfinite();
        assertThat(Drift.jensenShannon(p, p)).isZero();
        assertThat(Drift.jensenShannon(p, stranger)).isCloseTo(Math.log(2), CLOSE);
        assertThat(Drift.jensenShannonDistance(p, stranger)).isCloseTo(1, CLOSE);
    }

    @Test
    void countsAreTakenAsChances() {
        assertThat(Drift.jensenShannon(new double[] {2, 3, 5}, new double[] {10, 80, 10}))
                .isCloseTo(
                        Drift.jensenShannon(new double[] {.2, .3, .5}, new double[] {.1, .8, .1}),
                        CLOSE);
    }

    @Test
    void theStabilityIndexIsBothDivergencesTogether() {
        double[] p = {.2, .3, .5};
        double[] q = {.1, .4, .5};
        double there = .2 * Math.log(2) + .3 * Math.log(.75);
        double back = .1 * Math.log(.5) + .4 * Math.log(4 / 3.0);

        assertThat(Drift.psi(p, q)).isCloseTo(there + back, CLOSE);
        assertThat(Drift.psi(new double[] {19, 29, 49}, new double[] {9, 39, 49}, 1))
                .isCloseTo(Drift.psi(p, q), CLOSE);
    }

    /// Looked at after each of 400 events, the bound is above the true distance in at most the part alpha of all runs: here it
    /// is far fewer. With the radius of one look at a time, a fifth of all runs are.
    @Test
    void theBoundHoldsAtAllTimesTogether() {
        var random = new Random(SEED);
        double[] chances = {.4, .3, .2, .1};
        double[] reference = {.25, .25, .25, .25};
        double truth = .2;
        int runs = 400;
        int broken = 0;
        int oneLook = 0;
        for (int run = 0; run < runs; run++) {
            double[] counts = new double[4];
            boolean isBroken = false;
            boolean isBrokenOnce = false;
            for (int n = 1; n <= 400; n++) {
                counts[bin(random.nextDouble(), chances)]++;
                var bound = Drift.bound(counts, reference, .1);
                isBroken |= bound.lcb() > truth;
                isBrokenOnce |= bound.tv() - Math.sqrt(Math.log(10) / (2 * n)) > truth;
            }
            broken += isBroken ? 1 : 0;
            oneLook += isBrokenOnce ? 1 : 0;
        }

        assertThat(broken).as("of %d runs, seed %d", runs, SEED).isLessThan(runs / 10);
        assertThat(oneLook).as("of %d runs, seed %d", runs, SEED).isGreaterThan(runs / 10);
    }

    @Test
    void theBoundFindsARealShift() {
        double[] counts = {9000, 500, 300, 200};
        var bound = Drift.bound(counts, new double[] {.25, .25, .25, .25}, .001);

        assertThat(bound.tv()).isCloseTo(.65, CLOSE);
        assertThat(bound.lcb()).isBetween(.6, .65);
        assertThat(bound.lcb()).isEqualTo(bound.tv() - bound.radius());
    }

    private static int bin(double u, double[] chances) {
        int k = 0;
        double rest = u;
        while (k < chances.length - 1 && rest >= chances[k]) {
            rest -= chances[k++];
        }
        return k;
    }
}
