package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClopperPearsonTest {

    /// With nothing bad the limit is known: the rate at which so many good ones in a row have the chance alpha.
    @Test
    void nothingBadHasAnExactLimit() {
        assertThat(ClopperPearson.upper(0, 100, .01))
                .isCloseTo(1 - Math.pow(.01, 1 / 100.0), within(1e-12));
        assertThat(ClopperPearson.upper(0, 20, .05))
                .isCloseTo(1 - Math.pow(.05, 1 / 20.0), within(1e-12));
    }

    /// One good one of n: all n are bad with the chance rate^n.
    @Test
    void allButOneBadHasAnExactLimit() {
        assertThat(ClopperPearson.upper(9, 10, .05))
                .isCloseTo(Math.pow(.95, 1 / 10.0), within(1e-12));
    }

    /// From published tables of the two-sided 95 % interval.
    @Test
    void itAgreesWithTables() {
        assertThat(ClopperPearson.upper(1, 10, .025)).isCloseTo(.4450, within(5e-5));
        assertThat(ClopperPearson.upper(5, 10, .025)).isCloseTo(.8129, within(5e-5));
        assertThat(ClopperPearson.upper(10, 100, .025)).isCloseTo(.1762, within(5e-5));
    }

    /// The definition, summed directly: at the limit the chance of so few is alpha.
    @Test
    void atTheLimitSoFewAreAsRareAsAlpha() {
        for (int n : new int[] {5, 16, 17, 60, 300}) {
            for (int bad = 0; bad < n; bad += 1 + n / 7) {
                double limit = ClopperPearson.upper(bad, n, .01);
                assertThat(atMost(bad, n, limit))
                        .as("%s of %s", bad, n)
                        .isCloseTo(.01, within(1e-10));
            }
        }
    }

    @Test
    void largeNumbersTakeNoTimeAndComeNearTheRate() {
        assertThat(ClopperPearson.upper(500_000, 10_000_000, .01)).isBetween(.0501, .0502);
    }

    @Test
    void whereAllAreBadOrNothingWasSeenAnythingIsPossible() {
        assertThat(ClopperPearson.upper(7, 7, .01)).isEqualTo(1);
        assertThat(ClopperPearson.upper(0, 0, .01)).isEqualTo(1);
    }

    private static double atMost(int bad, int n, double rate) {
        double sum = 0;
        for (int i = 0; i <= bad; i++) {
            double term = Math.pow(1 - rate, n - i);
            for (int k = 0; k < i; k++) {
                term *= rate * (n - k) / (i - k);
            }
            sum += term;
        }
        return sum;
    }
}
