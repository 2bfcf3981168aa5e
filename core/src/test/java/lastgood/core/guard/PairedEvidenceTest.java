package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import lastgood.core.guard.Verdict.Blind;
import lastgood.core.guard.Verdict.NotApplicable;
import lastgood.core.guard.Verdict.Tripped;
import lastgood.core.statistics.Mixture;
import org.junit.jupiter.api.Test;

/// What guards that need labels make of a candidate in shadow: one label judges both answers to a request.
class PairedEvidenceTest {
    private static final long SEED = 20261127;
    private static final double ALPHA = .05;
    private static final int WORLDS = 600;
    private static final int PAIRS = 1_000;
    private static final String MARGIN = "quality.error_rate <= baseline + 2%";
    private static final String RATIO = "quality.error_rate <= baseline * 1.05";
    private static final String LIMIT = "quality.error_rate <= 10%";
    private static final Situation SHADOW =
            new Situation(List.of(0.0, .1, 1.0), 0, true, List.of(), Set.of());
    private static final Situation CANARY =
            new Situation(List.of(0.0, .1, 1.0), 1, true, List.of(), Set.of());

    @Test
    void whoIsWrongWhereLiveIsRightTrips() {
        var worse = pairs(5, 60, 2, 133);
        for (var line : List.of(MARGIN, RATIO, LIMIT, "quality.error_rate <= baseline")) {
            var reading = read(line, SHADOW, worse);
            assertThat(reading.verdict()).as(line).isEqualTo(new Tripped());
            assertThat(reading.n()).isEqualTo(200);
            assertThat(reading.bad()).isEqualTo(65);
            assertThat(reading.candidate()).hasValue(.325);
            assertThat(reading.pairs()).contains(new PairCount(200, 60, 2));
        }
        assertThat(read(MARGIN, SHADOW, worse).baseline()).hasValue(.035);
    }

    @Test
    void whoMendsLivesMistakesMayGoOnHoweverOftenTheyDiffer() {
        for (var line : List.of(MARGIN, RATIO, LIMIT)) {
            var reading = read(line, SHADOW, pairs(1, 4, 60, 135));
            assertThat(reading.letsAdvance()).as(line + " " + reading).isTrue();
            assertThat(read(line, CANARY, pairs(1, 4, 60, 135)).letsAdvance())
                    .as("what was seen in shadow counts in the steps after it")
                    .isTrue();
        }
    }

    @Test
    void whoIsLikeLiveMayGoOn() {
        for (var line : List.of(MARGIN, RATIO)) {
            var reading = read(line, SHADOW, pairs(10, 1, 1, 188));
            assertThat(reading.letsAdvance()).as(line + " " + reading).isTrue();
        }
    }

    @Test
    void beforeTheFirstLabelNothingIsAskedForAndFromItOnThirtyAre() {
        assertThat(read(MARGIN, SHADOW, Pairs.NONE).verdict()).isEqualTo(new NotApplicable());
        assertThat(read(MARGIN, SHADOW, Pairs.NONE).letsAdvance()).isTrue();
        assertThat(read(MARGIN, SHADOW, Pairs.NONE).pairs()).isEmpty();
        assertThat(read(MARGIN, SHADOW, pairs(0, 0, 0, 5)).verdict())
                .isEqualTo(new Blind("5 of 30 units", false));
        assertThat(read(MARGIN, CANARY, Pairs.NONE).letsAdvance()).isFalse();
    }

    @Test
    void guardsThatNeedNoLabelsAndRolloutsWithoutAShadowDoNotLookAtPairs() {
        var worse = pairs(0, 100, 0, 0);
        assertThat(read("http.error_rate <= 5%", SHADOW, worse).n()).isZero();
        var plain = new Situation(List.of(.1, 1.0), 0, true, List.of(), Set.of());
        assertThat(read(MARGIN, plain, worse).n()).isZero();
        assertThat(read(MARGIN, plain, worse).logEvidence()).isZero();
    }

    @Test
    void aLimitThatLiveBreaksAsWellIsNoCauseOfTheCandidates() {
        var both = pairs(60, 1, 1, 138);
        assertThat(read(LIMIT, SHADOW, both).verdict()).isEqualTo(new Tripped());
        assertThat(read(LIMIT, SHADOW, both).liveToo()).hasValue(.305);
        assertThat(read(LIMIT, SHADOW, pairs(5, 60, 2, 133)).liveToo()).isEmpty();
    }

    @Test
    void aRatioIsOfRequestsAndAMarginOfRows() {
        var halves = Pairs.NONE.plus(new Pairs.Kind(1, 4, 4), 40).plus(new Pairs.Kind(0, 0, 4), 10);
        assertThat(read(RATIO, SHADOW, halves).candidate()).hasValue(.8);
        assertThat(read(RATIO, SHADOW, halves).baseline()).hasValue(.8);
        assertThat(read(RATIO, SHADOW, halves).verdict()).isNotEqualTo(new Tripped());
        assertThat(read(MARGIN, SHADOW, halves).baseline()).hasValue(.2);
        assertThat(read(MARGIN, SHADOW, halves).verdict()).isEqualTo(new Tripped());
    }

    @Test
    void bothKindsOfEvidenceAreAveragedSoThatEitherTripsByItself() {
        var beside = Counting.nothing().candidate(1, 60, 40).live(1, 45, 855).tally();
        var reading = read(MARGIN, CANARY, beside, pairs(2, 1, 1, 196));
        assertThat(reading.verdict()).isEqualTo(new Tripped());
        assertThat(reading.n()).isEqualTo(300);
        assertThat(read(MARGIN, CANARY, Tally.EMPTY, pairs(5, 60, 2, 133)).verdict())
                .as("labels of the shadow that come late")
                .isEqualTo(new Tripped());
    }

    @Test
    void whatIsFrozenAtPromotionKnowsThePairs() {
        var ceilings =
                Judge.ceilings(
                        Lines.set(MARGIN), CANARY, evidence(Tally.EMPTY, pairs(10, 0, 0, 190)));
        assertThat(ceilings.getFirst().live()).isEqualTo(.05);
        assertThat(ceilings.getFirst().upper()).isBetween(.05, .12);
    }

    @Test
    void withARatioOfOneTheBetIsTheLikelihoodRatioOfPairsThatDiffer() {
        double sum = 0;
        for (double stake : Mixture.stakes()) {
            double against = (1 + stake) / 2;
            sum += Math.pow(against / .5, 9) * Math.pow((1 - against) / .5, 4);
        }
        assertThat(new PairBet(1, 0).weigh(pairs(17, 9, 4, 60)).broken())
                .isCloseTo(Math.log(sum / Mixture.stakes().length), within(1e-12));
    }

    @Test
    void sumsAddAndOrderDoesNotMatter() {
        var one = pairs(1, 2, 3, 4).plus(new Pairs.Kind(1, 2, 3), 1).plusAgain();
        var other = Pairs.NONE.plusAgain().plus(new Pairs.Kind(1, 2, 3), 1);
        for (var kind : pairs(1, 2, 3, 4).units().entrySet()) {
            other = other.plus(kind.getKey(), kind.getValue());
        }
        assertThat(one).isEqualTo(other);
        assertThat(one.heard()).isEqualTo(12);
        assertThat(one.count()).isEqualTo(new PairCount(11, 3, 3));
    }

    /// At their bound, looked at after every pair, whatever the two answers have to do with each other.
    @Test
    void noMoreCandidatesAtTheirBoundTripThanWereAllowedTo() {
        var alike = new World(.10, .02, .02);
        var apart = new World(.02, .10, .10);
        // Both in the bound and on it: 13.5 % against 10 % and 3.5 points; 10.5 % against 10 % and
        // a twentieth.
        assertThat(trips(new PairBet(1, 0), alike)).isLessThanOrEqualTo(ALPHA + noise());
        assertThat(trips(new PairBet(1, 0), apart)).isLessThanOrEqualTo(ALPHA + noise());
        assertThat(trips(new PairBet(1, .035), new World(.08, .055, .02)))
                .isLessThanOrEqualTo(ALPHA + noise());
        assertThat(trips(new PairBet(1.05, 0), new World(.09, .015, .01)))
                .isLessThanOrEqualTo(ALPHA + noise());
    }

    /// 20.8 % against 20.2 % is less than a twentieth more. Of the pairs that differ, though, four in five speak against
    /// it: whoever tests these alone against 1.05 in 2.05 trips a release that keeps its bound.
    @Test
    void pairsThatBothHaveWrongBelongToARatio() {
        var world = new World(.20, .008, .002);
        int alone = 0;
        for (int i = 0; i < 100; i++) {
            alone += tripsAlone(world, new SplittableRandom(SEED + i)) ? 1 : 0;
        }
        assertThat(alone).as("by those alone, seed %s", SEED).isGreaterThan(50);
        assertThat(trips(new PairBet(1.05, 0), world)).isLessThanOrEqualTo(ALPHA + noise());
    }

    private static boolean tripsAlone(World world, SplittableRandom random) {
        var discordant = new LimitBet(1.05 / 2.05);
        int against = 0;
        int infavour = 0;
        for (int i = 0; i < 10 * PAIRS; i++) {
            var kind = world.pair(random);
            against += kind.candidate() > kind.live() ? 1 : 0;
            infavour += kind.candidate() < kind.live() ? 1 : 0;
            if (discordant.weigh(Cell.of(against, infavour)).broken() >= -Math.log(ALPHA)) {
                return true;
            }
        }
        return false;
    }

    /// At most three in a hundred candidates ten points beyond their bound are ever called clear.
    @Test
    void whoIsTenPointsBeyondIsNotCleared() {
        int cleared = 0;
        var guard = Lines.guard(MARGIN);
        var world = new World(.05, .14, .02);
        for (int i = 0; i < WORLDS; i++) {
            cleared += clears(guard, world, new SplittableRandom(SEED + i)) ? 1 : 0;
        }
        assertThat(cleared / (double) WORLDS)
                .as("seed %s", SEED)
                .isLessThanOrEqualTo(Clearance.MISSED + noise());
    }

    private static boolean clears(Guard guard, World world, SplittableRandom random) {
        var pairs = Pairs.NONE;
        for (int i = 0; i < 500; i++) {
            pairs = pairs.plus(world.pair(random), 1);
            if (Clearance.is(guard, Case.of(guard, SHADOW, Tally.EMPTY, pairs))) {
                return true;
            }
        }
        return false;
    }

    /// The same two releases, the same guard: labelled requests until half of the rollouts have tripped.
    @Test
    void pairsNeedFarFewerLabelsThanTwoArms() {
        var world = new World(.07, .05, .01);
        int[] paired = new int[101];
        int[] apart = new int[101];
        for (int i = 0; i < paired.length; i++) {
            paired[i] = labels(world, true, new SplittableRandom(SEED + i));
            apart[i] = labels(world, false, new SplittableRandom(SEED + i));
        }
        Arrays.sort(paired);
        Arrays.sort(apart);
        System.out.printf(
                "12 %% wrong against 8 %%: by pairs half have tripped after %d labels, by a coin after %d, seed %d%n",
                paired[50], apart[50], SEED);
        assertThat(paired[50]).as("seed %s", SEED).isLessThan(apart[50] / 2);
        assertThat(paired[100]).as("all are found, seed %s", SEED).isLessThan(40 * PAIRS);
    }

    private static int labels(World world, boolean paired, SplittableRandom random) {
        var pairs = Pairs.NONE;
        var counting = Counting.nothing();
        var guard = Lines.guard("quality.error_rate <= baseline + 1%");
        var coin = new Situation(List.of(.5, 1.0), 0, true, List.of(), Set.of());
        for (int i = 1; i < 40 * PAIRS; i++) {
            var kind = world.pair(random);
            if (paired) {
                pairs = pairs.plus(kind, 1);
            } else if (random.nextBoolean()) {
                counting.candidate(0, kind.candidate(), 1 - kind.candidate());
            } else {
                counting.live(0, kind.live(), 1 - kind.live());
            }
            var situation = paired ? SHADOW : coin;
            if (i % 10 == 0
                    && Case.of(guard, situation, counting.tally(), pairs).odds().broken() >= 6) {
                return i;
            }
        }
        return 40 * PAIRS;
    }

    /// @param both how often both are wrong
    /// @param against how often the candidate alone is
    /// @param infavour how often live alone is
    private record World(double both, double against, double infavour) {
        Pairs.Kind pair(SplittableRandom random) {
            double draw = random.nextDouble();
            boolean wrong = draw < both + against;
            boolean live = draw < both || (!wrong && draw < both + against + infavour);
            return new Pairs.Kind(live ? 1 : 0, wrong ? 1 : 0, 1);
        }
    }

    private static double trips(PairBet bet, World world) {
        int trips = 0;
        for (int i = 0; i < WORLDS; i++) {
            trips += trips(bet, world, new SplittableRandom(SEED + i)) ? 1 : 0;
        }
        double part = (double) trips / WORLDS;
        System.out.printf("%s trips %s in %.3f of worlds, seed %d%n", bet, world, part, SEED);
        return part;
    }

    private static boolean trips(PairBet bet, World world, SplittableRandom random) {
        var pairs = Pairs.NONE;
        for (int i = 0; i < PAIRS; i++) {
            pairs = pairs.plus(world.pair(random), 1);
            if (bet.weigh(pairs).broken() >= -Math.log(ALPHA)) {
                return true;
            }
        }
        return false;
    }

    private static double noise() {
        return 3 * Math.sqrt(ALPHA * (1 - ALPHA) / WORLDS);
    }

    private static Pairs pairs(long both, long against, long infavour, long right) {
        var kinds =
                Map.of(
                        new Pairs.Kind(1, 1, 1), both,
                        new Pairs.Kind(0, 1, 1), against,
                        new Pairs.Kind(1, 0, 1), infavour,
                        new Pairs.Kind(0, 0, 1), right);
        var pairs = Pairs.NONE;
        for (var kind : kinds.entrySet()) {
            pairs = kind.getValue() > 0 ? pairs.plus(kind.getKey(), kind.getValue()) : pairs;
        }
        return pairs;
    }

    private static Reading read(String line, Situation situation, Pairs pairs) {
        return read(line, situation, Tally.EMPTY, pairs);
    }

    private static Reading read(String line, Situation situation, Tally tally, Pairs pairs) {
        return Judge.read(Lines.set(line), situation, evidence(tally, pairs)).getLast();
    }

    private static Evidence evidence(Tally tally, Pairs pairs) {
        return new Evidence(
                Map.of(),
                Map.of(new Signal.Wrong(), tally),
                Optional.empty(),
                Count.Traffic.NONE,
                pairs);
    }
}
