package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import lastgood.core.statistics.Mixture;
import org.junit.jupiter.api.Test;

/// What makes a bet fair: on average it wins nothing from a candidate that is at its bound.
class BetsTest {
    private static final double TINY = 1e-9;

    @Test
    void theLimitBetIsTheAverageOfLikelihoodRatios() {
        double sum = 0;
        for (double worse : Mixture.worse()) {
            double rate = Math.min(.999, .05 * worse);
            sum += Math.pow(rate / .05, 2) * Math.pow((1 - rate) / .95, 7);
        }
        assertThat(new LimitBet(.05).weigh(Cell.of(2, 7)).broken())
                .isCloseTo(Math.log(sum / 14), within(1e-12));
    }

    @Test
    void fiveFailuresInARowBreakTheHardLimitOfAWholeBudget() {
        var bet = new LimitBet(.20);
        assertThat(bet.weigh(Cell.of(4, 0)).broken()).isLessThan(-Math.log(.0015));
        assertThat(bet.weigh(Cell.of(5, 0)).broken()).isGreaterThan(-Math.log(.0015));
    }

    @Test
    void aLimitOfZeroNeedsMoreThanOneBadUnit() {
        var bet = new LimitBet(0);
        assertThat(bet.weigh(Cell.of(1, 40)).broken()).isLessThan(-Math.log(.001));
        assertThat(bet.weigh(Cell.of(3, 40)).broken()).isGreaterThan(-Math.log(.001));
        assertThat(bet.weigh(Cell.of(0, 40)).broken()).isNegative();
    }

    @Test
    void aUnitAtTheLimitIsWorthNothingOnAverage() {
        for (double limit : new double[] {.001, .05, .2, .7}) {
            assertFair(new LimitBet(limit), Cell.of(1, 0), limit, Cell.of(0, 1));
            assertFair(new LimitBet(limit), Cell.EMPTY.plus(limit, 1), 1, Cell.EMPTY);
        }
    }

    private static void assertFair(LimitBet bet, Cell one, double chance, Cell other) {
        var first = bet.weigh(one);
        var second = bet.weigh(other);
        assertThat(mean(first.broken(), chance, second.broken())).isCloseTo(1, within(TINY));
        assertThat(mean(first.kept(), chance, second.kept())).isCloseTo(1, within(TINY));
    }

    @Test
    void aBadEventOfACandidateAtTheRatioIsWorthNothingOnAverage() {
        for (double ratio : new double[] {.5, 1, 1.25, 3}) {
            for (double share : new double[] {.01, .1, .5, .9}) {
                double chance = share * ratio / (share * ratio + 1 - share);
                var bet = new RatioBet(ratio);
                var hers = bet.weigh(List.of(new Step(share, Cell.of(1, 5), Cell.EMPTY)));
                var lives = bet.weigh(List.of(new Step(share, Cell.EMPTY, Cell.of(1, 5))));
                assertThat(mean(hers.broken(), chance, lives.broken())).isCloseTo(1, within(TINY));
                assertThat(mean(hers.kept(), chance, lives.kept())).isCloseTo(1, within(TINY));
            }
        }
    }

    @Test
    void aRequestWithACandidateAtTheMarginIsWorthNothingOnAverage() {
        for (double margin : new double[] {-.01, 0, .005, .03, .3}) {
            for (double share : new double[] {.01, .1, .5, .95}) {
                var bet = new MarginBet(margin);
                for (double calm : new double[] {0, .1}) {
                    assertThat(
                                    expected(
                                            share,
                                            .2 + margin,
                                            s -> bet.weigh(List.of(s), calm).broken()))
                            .isCloseTo(1, within(TINY));
                    assertThat(
                                    expected(
                                            share,
                                            .2 + margin,
                                            s -> bet.weigh(List.of(s), calm).kept()))
                            .isCloseTo(1, within(TINY));
                }
            }
        }
    }

    /// However often the two are wrong together.
    @Test
    void aPairOfACandidateAtItsBoundIsWorthNothingOnAverage() {
        for (double ratio : new double[] {.5, 1, 1.05, 3}) {
            for (double margin : new double[] {-.01, 0, .02, .3}) {
                for (double both : new double[] {0, .05, .1}) {
                    double live = .2;
                    double candidate = ratio * live + margin;
                    if (candidate >= both && candidate - both + live <= 1) {
                        var bet = new PairBet(ratio, margin);
                        assertThat(expected(bet, both, live, candidate, Odds::broken))
                                .isCloseTo(1, within(TINY));
                        assertThat(expected(bet, both, live, candidate, Odds::kept))
                                .isCloseTo(1, within(TINY));
                        assertThat(expected(bet, both, live, candidate - .01, Odds::broken))
                                .isLessThan(1);
                        assertThat(expected(bet, both, live, candidate + .01, Odds::kept))
                                .isLessThan(1);
                    }
                }
            }
        }
    }

    private static double expected(
            PairBet bet, double both, double live, double candidate, ToDoubleFunction<Odds> logE) {
        double neither = 1 - live - candidate + both;
        return both * worth(bet, 1, 1, logE)
                + (live - both) * worth(bet, 1, 0, logE)
                + (candidate - both) * worth(bet, 0, 1, logE)
                + neither * worth(bet, 0, 0, logE);
    }

    private static double worth(PairBet bet, int live, int candidate, ToDoubleFunction<Odds> logE) {
        var one = Pairs.NONE.plus(new Pairs.Kind(live, candidate, 1), 1);
        return Math.exp(logE.applyAsDouble(bet.weigh(one)));
    }

    /// The projection is fair at its own pair and gains nothing at any other beyond the bound.
    @Test
    void clearanceGainsNothingFromAnyCandidateBeyond() {
        for (var clearance :
                List.of(
                        new Clearance(1, .13),
                        new Clearance(1.05, .1),
                        new Clearance(3, .1),
                        new Clearance(.5, .1))) {
            for (double share : new double[] {.05, .2, .5}) {
                for (double live = 0; live <= 1; live += .05) {
                    for (double more = 0; more <= .5; more += .1) {
                        double candidate = clearance.ratio() * live + clearance.beyond() + more;
                        if (candidate <= 1) {
                            assertThat(
                                            expected(
                                                    share,
                                                    live,
                                                    candidate,
                                                    s -> clearance.logE(List.of(s))))
                                    .isLessThanOrEqualTo(1 + TINY);
                        }
                    }
                }
            }
        }
    }

    @Test
    void orderDoesNotMatterAndSumsAdd() {
        var random = new SplittableRandom(7);
        DoubleSupplier count = () -> random.nextInt(50);
        for (int i = 0; i < 50; i++) {
            var one =
                    new Step(
                            .1,
                            Cell.of(count.getAsDouble(), count.getAsDouble()),
                            Cell.of(count.getAsDouble(), count.getAsDouble()));
            var other =
                    new Step(
                            .1,
                            Cell.of(count.getAsDouble(), count.getAsDouble()),
                            Cell.of(count.getAsDouble(), count.getAsDouble()));
            double broken = broken(one, other);
            assertThat(broken)
                    .isCloseTo(broken(one.plus(other)), within(1e-9))
                    .isCloseTo(broken(other, one), within(1e-9));
        }
    }

    @Test
    void hugeEvidenceNeitherOverflowsNorIsLost() {
        assertThat(new LimitBet(.01).weigh(Cell.of(1e6, 0)).broken()).isGreaterThan(1e6).isFinite();
        assertThat(new LimitBet(.01).weigh(Cell.of(0, 1e9)).broken()).isLessThan(-1e5).isFinite();
    }

    private static double broken(Step... steps) {
        return new MarginBet(.02).weigh(List.of(steps), List.of(steps)).broken();
    }

    private interface Weight {
        double of(Step step);
    }

    private static double expected(double share, double candidate, Weight logE) {
        return expected(share, .2, candidate, logE);
    }

    /// The mean e-value of one request.
    private static double expected(double share, double live, double candidate, Weight logE) {
        return share
                        * mean(
                                logE.of(new Step(share, Cell.of(1, 0), Cell.EMPTY)),
                                candidate,
                                logE.of(new Step(share, Cell.of(0, 1), Cell.EMPTY)))
                + (1 - share)
                        * mean(
                                logE.of(new Step(share, Cell.EMPTY, Cell.of(1, 0))),
                                live,
                                logE.of(new Step(share, Cell.EMPTY, Cell.of(0, 1))));
    }

    private static double mean(double log, double chance, double otherLog) {
        return chance * Math.exp(log) + (1 - chance) * Math.exp(otherLog);
    }
}
