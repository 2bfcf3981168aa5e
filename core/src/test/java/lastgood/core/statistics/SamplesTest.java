package lastgood.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// The usual tests and scores, each by its definition: all ways to deal the cards, all pairs, all areas.
class SamplesTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final double[] A = {.1, .4, .7, .2, .95};
    private static final double[] B = {.3, .8, 1.1, .65};

    @Test
    void anExactChanceIsAPartOfAllDeals() {
        double distance = distance(A, B);
        double pairs = pairs(A, B);
        double off = Math.abs(pairs - A.length * B.length / 2.0);
        double[] all = {.1, .4, .7, .2, .95, .3, .8, 1.1, .65};
        int deals = 0;
        int asFar = 0;
        int asMany = 0;
        for (int deal = 0; deal < 1 << all.length; deal++) {
            if (Integer.bitCount(deal) == A.length) {
                double[] a = dealt(all, deal);
                double[] b = dealt(all, ~deal);
                deals++;
                asFar += distance(a, b) >= distance - 1e-12 ? 1 : 0;
                double here = Math.abs(pairs(a, b) - A.length * B.length / 2.0);
                asMany += here >= off ? 1 : 0;
            }
        }

        var smirnov = TwoSamples.kolmogorovSmirnov(A, B);
        assertThat(smirnov.statistic()).isCloseTo(distance, CLOSE);
        assertThat(smirnov.p()).isCloseTo((double) asFar / deals, CLOSE);
        var whitney = TwoSamples.mannWhitney(A, B);
        assertThat(whitney.statistic()).isCloseTo(pairs, CLOSE);
        assertThat(whitney.p()).isCloseTo((double) asMany / deals, CLOSE);
    }

    @Test
    void samplesThatAreTooLargeHaveNoExactChance() {
        assertThat(TwoSamples.isExactSmirnov(4, 6)).isTrue();
        assertThat(TwoSamples.isExactSmirnov(100_000, 100_000)).isTrue();
        assertThat(TwoSamples.isExactSmirnov(100_000, 100_001)).isFalse();
        assertThat(TwoSamples.isExactSmirnov(0, 3)).isFalse();
        assertThat(TwoSamples.isExactSmirnov(3, 0)).isFalse();
        assertThat(TwoSamples.isExactWhitney(50, 50)).isTrue();
        assertThat(TwoSamples.isExactWhitney(50, 51)).isFalse();
    }

    @Test
    void ofLargeSamplesTheTwoChancesAgree() {
        double[] a = new double[150];
        double[] b = new double[130];
        Arrays.setAll(a, i -> (i * 37) % 151 / 151.0);
        Arrays.setAll(b, i -> (i * 53) % 131 / 131.0 + .1);

        assertThat(TwoSamples.kolmogorovSmirnovAsymptotic(a, b))
                .isCloseTo(TwoSamples.kolmogorovSmirnov(a, b).p(), within(.02));
    }

    @Test
    void theAreaIsTheMeanWayOfSortedValues() {
        double[] a = {3, 1, 2, 2};
        double[] b = {5, 2, 2, 7};
        assertThat(TwoSamples.wasserstein(a, b)).isCloseTo((1 + 0 + 3 + 4) / 4.0, CLOSE);
        // Each of two counts as often as two of four.
        assertThat(TwoSamples.wasserstein(new double[] {1, 3}, a))
                .isCloseTo(TwoSamples.wasserstein(new double[] {1, 1, 3, 3}, a), CLOSE);
        assertThat(TwoSamples.wasserstein(a, a)).isZero();
        assertThat(TwoSamples.wasserstein(a, new double[] {12})).isCloseTo(10, CLOSE);
    }

    @Test
    void twoDegreesOfFreedomFallOffByHalves() {
        var test = TwoSamples.chiSquared(new double[] {18, 22, 60}, new double[] {25, 25, 50});

        assertThat(test.statistic()).isCloseTo(49 / 25.0 + 9 / 25.0 + 100 / 50.0, CLOSE);
        assertThat(test.p()).isCloseTo(Math.exp(-test.statistic() / 2), CLOSE);
    }

    @Test
    void twoSamplesOfOneDistributionExpectWhatBothMake() {
        double[] a = {10, 20, 30};
        double[] b = {15, 25, 20};
        var test = TwoSamples.chiSquaredOfTwo(a, b);

        // Both have 60, so each expects half of each bin.
        double expected = 2 * (6.25 / 12.5 + 6.25 / 22.5 + 25 / 25.0);
        assertThat(test.statistic()).isCloseTo(expected, CLOSE);
        assertThat(test.p()).isCloseTo(Math.exp(-expected / 2), CLOSE);
        assertThat(TwoSamples.chiSquaredOfTwo(a, new double[] {1, 2, 3}).statistic())
                .isCloseTo(0, CLOSE);
    }

    @Test
    void aucIsAPartOfAllPairs() {
        boolean[] y = {false, false, true, true, false, true, true};
        double[] score = {.1, .4, .35, .8, .8, .8, .4};
        double higher = 0;
        int pairs = 0;
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y.length; j++) {
                if (y[i] && !y[j]) {
                    pairs++;
                    higher += score[i] > score[j] ? 1 : score[i] == score[j] ? .5 : 0;
                }
            }
        }

        assertThat(Scores.auc(y, score)).isCloseTo(higher / pairs, CLOSE);
    }

    @Test
    void scoresAreMeans() {
        boolean[] y = {true, false, true};
        double[] score = {.9, .4, .3};

        assertThat(Scores.brier(y, score)).isCloseTo((.01 + .16 + .49) / 3, CLOSE);
        assertThat(Scores.logLoss(y, score))
                .isCloseTo(-(Math.log(.9) + Math.log(.6) + Math.log(.3)) / 3, CLOSE);
        // Bins to a half and from there: .7 - 1 of two, .1 off of one.
        assertThat(Scores.calibrationError(y, score, 2)).isCloseTo((.3 + .1) / 3, CLOSE);
        double[] actual = {1, 2, 3};
        double[] predicted = {1, 4, 2};
        assertThat(Scores.rmse(actual, predicted)).isCloseTo(Math.sqrt(5 / 3.0), CLOSE);
        assertThat(Scores.mae(actual, predicted)).isCloseTo(1, CLOSE);
    }

    @Test
    void aCertainScoreIsRightForNothingAndWrongForALot() {
        boolean[] y = {true, false};

        assertThat(Scores.logLoss(y, new double[] {1, 0})).isZero();
        assertThat(Scores.logLoss(y, new double[] {0, 0})).isCloseTo(52 * Math.log(2) / 2, CLOSE);
        assertThat(Scores.calibrationError(y, new double[] {1, 0}, 10)).isZero();
    }

    private static double distance(double[] a, double[] b) {
        double greatest = 0;
        for (double[] sample : new double[][] {a, b}) {
            for (double at : sample) {
                greatest = Math.max(greatest, Math.abs(upTo(a, at) - upTo(b, at)));
            }
        }
        return greatest;
    }

    private static double upTo(double[] sample, double at) {
        return (double) Arrays.stream(sample).filter(x -> x <= at).count() / sample.length;
    }

    private static double pairs(double[] a, double[] b) {
        return Arrays.stream(a).map(x -> Arrays.stream(b).filter(y -> x > y).count()).sum();
    }

    private static double[] dealt(double[] all, int deal) {
        double[] hand = new double[all.length];
        int n = 0;
        for (int i = 0; i < all.length; i++) {
            if ((deal >> i & 1) == 1) {
                hand[n++] = all[i];
            }
        }
        return Arrays.copyOf(hand, n);
    }
}
