package lastgood.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import lastgood.core.statistics.RatioTest.Stage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What makes evidence evidence: if nothing is wrong, its mean is 1. Every course of a small world is looked at.
class EvidenceTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    @ParameterizedTest
    @CsvSource({"0.1, 1.25", "0.5, 1", "0.02, 2"})
    void theRatioTestIsWorthOneAtItsBound(double share, double ratio) {
        double chance = share * ratio / (share * ratio + 1 - share);

        double mean =
                meanOfCounts(
                        9,
                        chance,
                        bad ->
                                RatioTest.logE(
                                        List.of(new Stage(share, bad, 9 - bad)),
                                        ratio,
                                        Mixture.worse()));

        assertThat(mean).isCloseTo(1, CLOSE);
    }

    @Test
    void theRatioTestIsWorthOneOverStepsOfDifferentShares() {
        double mean = 0;
        for (int first = 0; first <= 5; first++) {
            for (int second = 0; second <= 5; second++) {
                var stages =
                        List.of(new Stage(.1, first, 5 - first), new Stage(.4, second, 5 - second));
                mean +=
                        chance(5, first, .1)
                                * chance(5, second, .4)
                                * Math.exp(RatioTest.logE(stages, 1, Mixture.worse()));
            }
        }

        assertThat(mean).isCloseTo(1, CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.1, 0", "0.2, 0, 0.1", "0.5, 0.05, 0.2", "0.05, 0.3, 0.05"})
    void aMeanBetIsWorthOneAtItsMargin(double share, double margin, double calm) {
        double live = .3;
        double candidate = live + margin;
        var bet = new MeanBet(share, margin, calm);
        for (double fraction : Mixture.stakes()) {
            double stake = fraction / bet.most();
            double mean =
                    share * candidate * (1 + stake * bet.candidate(1))
                            + share * (1 - candidate) * (1 + stake * bet.candidate(0))
                            + (1 - share) * live * (1 + stake * bet.live(1))
                            + (1 - share) * (1 - live) * (1 + stake * bet.live(0));
            assertThat(mean).isCloseTo(1, CLOSE);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.05, 1, 1", "0.2, 0.5, 0.5", "0.5, 2, 7"})
    void theBetaBinomialIsWorthOneAtItsLimit(double limit, double a, double b) {
        double mean = meanOfCounts(12, limit, bad -> BetaBinomial.logE(bad, 12 - bad, limit, a, b));

        assertThat(mean).isCloseTo(1, CLOSE);
    }

    /// Where nothing is bad the average over all rates above the limit is the integral of a power: 1 / (n + 1).
    @ParameterizedTest
    @ValueSource(ints = {1, 50, 10_000, 1_000_000, 100_000_000})
    void theBetaBinomialOfNothingBadIsKnown(int n) {
        assertThat(BetaBinomial.logE(0, n, .1, 1, 1)).isCloseTo(-Math.log1p(n), within(1e-6));
    }

    /// With a = 2 and a limit of a half, and all good, it is an integral that can be done by hand.
    @ParameterizedTest
    @ValueSource(ints = {3, 1_000, 2_000, 500_000})
    void theBetaBinomialOfAnotherShapeIsKnown(int n) {
        assertThat(BetaBinomial.logE(0, n, .5, 2, 1))
                .isCloseTo(Math.log(tail(n) * 8 / 3), within(1e-9 * Math.max(1, Math.log(n))));
    }

    /// 2^n ∫ θ(1-θ)^n dθ over (½, 1), with u = 1-θ: 2^n (½^(n+1)/(n+1) - ½^(n+2)/(n+2)).
    private static double tail(int n) {
        return .5 / (n + 1.0) - .25 / (n + 2.0);
    }

    @Test
    void theDirichletMultinomialIsWorthOneIfTheSplitIsRight() {
        double[] chances = {.1, .3, .6};
        double[] prior = {10, 30, 60};
        double mean = 0;
        for (int i = 0; i <= 8; i++) {
            for (int j = 0; i + j <= 8; j++) {
                int k = 8 - i - j;
                double course = Math.pow(.1, i) * Math.pow(.3, j) * Math.pow(.6, k);
                double courses = choose(8, i) * choose(8 - i, j);
                double[] counts = {i, j, k};
                mean +=
                        courses
                                * course
                                * Math.exp(DirichletMultinomial.logE(counts, chances, prior));
            }
        }

        assertThat(mean).isCloseTo(1, CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void aDetectorAddsUpOrTakesTheGreatestOfAllStarts(EDetector.Kind kind) {
        boolean[] bad = {false, true, false, false, true, true, false, true};
        double[] path = EDetector.path(bad, .1, .4, kind);

        for (int n = 1; n <= bad.length; n++) {
            double sum = 0;
            double greatest = 0;
            for (int start = 0; start < n; start++) {
                double product = 1;
                for (int i = start; i < n; i++) {
                    product *= bad[i] ? .4 / .1 : .6 / .9;
                }
                sum += product;
                greatest = Math.max(greatest, product);
            }
            double expected = kind == EDetector.Kind.SR ? sum : greatest;
            assertThat(Math.exp(path[n - 1])).isCloseTo(expected, within(1e-9 * expected));
        }
    }

    @Test
    void aDetectorThatSeesNothingForEverStaysANumber() {
        double[] path = EDetector.path(new boolean[100_000], .1, .9, EDetector.Kind.SR);

        assertThat(path[path.length - 1]).isCloseTo(Math.log((.1 / .9) / (1 - .1 / .9)), CLOSE);
    }

    /// The capital is the average over every way in which money can jump.
    @Test
    void theJumperIsAnAverageOverItsWays() {
        double[] p = {.9, .2, .7, .99, .6};
        double[] directions = {-1, 0, 1};
        double[] path = SimpleJumper.path(p, .1, directions);

        for (int n = 1; n <= p.length; n++) {
            double capital = 0;
            for (int way = 0; way < Math.pow(3, n); way++) {
                capital += along(way, n, p, directions);
            }
            assertThat(path[n - 1]).isCloseTo(Math.log(capital), CLOSE);
        }
    }

    private static double along(int way, int n, double[] p, double[] directions) {
        double product = 1;
        int rest = way;
        int before = -1;
        for (int i = 0; i < n; i++) {
            int now = rest % 3;
            rest /= 3;
            double step = before < 0 ? 1.0 / 3 : .1 / 3 + (now == before ? .9 : 0);
            product *= step * (1 + directions[now] * (p[i] - .5));
            before = now;
        }
        return product;
    }

    @Test
    void theBestRhoIsBest() {
        double best = Radius.rho(.01, 5000);
        double radius = Radius.ofMean(5000, .2, best, .01);

        assertThat(radius).isLessThan(Radius.ofMean(5000, .2, best * 1.3, .01));
        assertThat(radius).isLessThan(Radius.ofMean(5000, .2, best / 1.3, .01));
    }

    @Test
    void rejectionsAreThoseWhoseEvidencePaysForTheirNumber() {
        double[] e = {500, 3, 80, .2, 45};

        // 5 guards at .05: one needs 100, two 50 each, three 33.3, four 25.
        assertThat(Budget.rejections(e, .05)).isEqualTo(3);
        assertThat(Budget.rejections(new double[] {99, 49, 33, 24, 19}, .05)).isZero();
        assertThat(Budget.rejections(new double[] {1e9}, .05)).isEqualTo(1);
        assertThat(Budget.rejections(new double[] {20, 20, 20}, .05)).isEqualTo(3);
    }

    @Test
    void theWeightedSumStaysANumberHoweverLargeTheEvidence() {
        assertThat(Budget.logSum(new double[] {2000, 1999}, new double[] {.5, .5}))
                .isCloseTo(2000 + Math.log(.5 + .5 / Math.E), CLOSE);
        assertThat(Arrays.stream(new double[] {.3, .15}).map(w -> Budget.threshold(.01, w)))
                .containsExactly(-Math.log(.003), -Math.log(.0015));
    }

    private interface Evidence {
        double of(int bad);
    }

    private static double meanOfCounts(int n, double chance, Evidence evidence) {
        double mean = 0;
        for (int bad = 0; bad <= n; bad++) {
            mean += chance(n, bad, chance) * Math.exp(evidence.of(bad));
        }
        return mean;
    }

    private static double chance(int n, int k, double chance) {
        return choose(n, k) * Math.pow(chance, k) * Math.pow(1 - chance, n - k);
    }

    private static double choose(int n, int k) {
        double choose = 1;
        for (int i = 0; i < k; i++) {
            choose = choose * (n - i) / (i + 1);
        }
        return choose;
    }
}
