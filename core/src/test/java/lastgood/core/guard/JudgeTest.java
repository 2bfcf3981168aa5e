package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lastgood.core.guard.Verdict.Blind;
import lastgood.core.guard.Verdict.Learning;
import lastgood.core.guard.Verdict.NotApplicable;
import lastgood.core.guard.Verdict.Ok;
import lastgood.core.guard.Verdict.Tripped;
import lastgood.core.guard.Verdict.Watching;
import lastgood.core.prediction.Arm;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Signal WRONG = new Signal.Wrong();
    private static final Signal ERRORS = new Signal.Errors();
    private static final Situation CANARY =
            new Situation(List.of(.1, .5, 1.0), 0, true, List.of(), Set.of());
    private static final Situation FIRST =
            new Situation(List.of(.1, .5, 1.0), 2, false, List.of(), Set.of());

    // --- the order of the readings, and the hard limit

    @Test
    void everyGuardIsReadTheHardLimitFirst() {
        var readings = Judge.read(GuardSet.standard(true), CANARY, Evidence.NONE);
        assertThat(readings).extracting(Reading::guard).isEqualTo(GuardSet.standard(true).all());
    }

    @Test
    void theHardLimitTripsAfterFiveFailuresAndNeverBlocksForWantOfNumbers() {
        var none = hard(Counting.nothing());
        assertThat(none.verdict()).isEqualTo(new Watching());
        assertThat(none.letsAdvance()).isTrue();
        assertThat(hard(Counting.nothing().candidate(0, 0, 3)).letsAdvance()).isTrue();
        assertThat(hard(Counting.nothing().candidate(0, 5, 0)).verdict()).isEqualTo(new Tripped());
    }

    @Test
    void theHardLimitIsNeverOverdue() {
        var overdue = new Situation(List.of(1.0), 0, false, List.of(), Set.of("hard limit"));
        var reading = Judge.read(new GuardSet(List.of()), overdue, Evidence.NONE).getFirst();
        assertThat(reading.verdict()).isEqualTo(new Watching());
    }

    @Test
    void withEnoughNumbersTheHardLimitAlsoAsksForAClearView() {
        var near = hard(Counting.nothing().candidate(0, 8, 32));
        assertThat(near.pointInside()).isTrue();
        assertThat(near.clear()).isFalse();
        assertThat(hard(Counting.nothing().candidate(0, 2, 38)).letsAdvance()).isTrue();
    }

    @Test
    void whatTheOtherReleaseFailsOnAsWellIsForTheComparisonAndNotForTheHardLimit() {
        var all = Counting.nothing().live(0, 450, 450).candidate(0, 50, 50).tally();
        var own = Counting.nothing().live(0, 450, 450).candidate(0, 0, 50).tally();
        var readings =
                Judge.read(
                        set("http.error_rate <= baseline + 0.5%"),
                        CANARY,
                        new Evidence(Map.of(), Map.of(ERRORS, all, new Signal.OwnErrors(), own)));

        assertThat(readings.getFirst().verdict()).isNotInstanceOf(Tripped.class);
        assertThat(readings.getFirst().n()).isEqualTo(50);
        assertThat(readings.getFirst().letsAdvance()).isTrue();
        assertThat(readings.getLast().n()).isEqualTo(100);
        assertThat(readings.getLast().bad()).isEqualTo(50);
        assertThat(readings.getLast().verdict()).isNotInstanceOf(Tripped.class);
    }

    private static Reading hard(Counting errors) {
        var own = errors.as(new Signal.OwnErrors());
        return Judge.read(new GuardSet(List.of()), CANARY, own).getFirst();
    }

    // --- tripping

    @Test
    void aGuardTripsOnlyWithThirtyUnitsAndThreeBadOnes() {
        var line = "quality.error_rate <= 0.01%";
        assertThat(read(line, CANARY, Counting.nothing().candidate(0, 29, 0)).verdict())
                .isInstanceOf(Blind.class);
        assertThat(read(line, CANARY, Counting.nothing().candidate(0, 2, 28)).verdict())
                .isNotInstanceOf(Tripped.class);
        assertThat(read(line, CANARY, Counting.nothing().candidate(0, 3, 27)).verdict())
                .isEqualTo(new Tripped());
    }

    @Test
    void itTripsWhenItsEvidenceReachesItsThreshold() {
        for (int bad = 0; bad <= 40; bad++) {
            var counted = Counting.nothing().live(0, 18, 342).candidate(0, bad, 40 - bad);
            var reading = read("quality.error_rate <= baseline + 3%", CANARY, counted);
            assertThat(reading.verdict() instanceof Tripped)
                    .isEqualTo(reading.logEvidence() >= reading.threshold());
        }
    }

    @Test
    void whoIsTrippedIsNeitherBlindNorOverdue() {
        var overdue =
                new Situation(
                        List.of(.1, 1.0), 0, true, List.of(), Set.of("quality.error_rate <= 1%"));
        var counted = Counting.nothing().candidate(0, 30, 0);
        assertThat(read("quality.error_rate <= 1%", overdue, counted).verdict())
                .isEqualTo(new Tripped());
    }

    @Test
    void aLatencyGuardCountsWhoIsSlowerThanItsLimit() {
        var slow = new Signal.Slow(Duration.ofMillis(80));
        var set = set("latency.p95 <= 80ms");
        var inside =
                Judge.read(set, CANARY, Counting.nothing().candidate(0, 5, 95).as(slow)).getLast();
        assertThat(inside.bound()).hasValue(.05);
        assertThat(inside.pointInside()).isTrue();
        var beyond =
                Judge.read(set, CANARY, Counting.nothing().candidate(0, 40, 60).as(slow)).getLast();
        assertThat(beyond.verdict()).isEqualTo(new Tripped());
    }

    @Test
    void aLimitThatLiveBreaksAsWellSaysSoWhileBothServe() {
        var line = "quality.error_rate <= 5%";
        var both = Counting.nothing().live(0, 90, 110).candidate(0, 20, 20);
        var shared = read(line, CANARY, both);
        assertThat(shared.verdict()).isEqualTo(new Tripped());
        assertThat(shared.liveToo()).hasValue(.45);

        var alone = Counting.nothing().live(0, 12, 188).candidate(0, 20, 20);
        assertThat(read(line, CANARY, alone).verdict()).isEqualTo(new Tripped());
        assertThat(read(line, CANARY, alone).liveToo()).isEmpty();

        var fewOfLive = Counting.nothing().live(0, 20, 0).candidate(0, 20, 20);
        assertThat(read(line, CANARY, fewOfLive).liveToo()).isEmpty();
    }

    @Test
    void whatIsComparedWithLiveAndWhatServesAloneSharesNoCause() {
        var both = Counting.nothing().live(0, 90, 110).candidate(0, 20, 20);
        assertThat(read("quality.error_rate <= baseline + 1%", CANARY, both).liveToo()).isEmpty();
        assertThat(read("quality.error_rate <= 5%", FIRST, both).liveToo()).isEmpty();
        var baking = new Situation(List.of(.1, .5, 1.0), 2, true, List.of(), Set.of());
        assertThat(read("quality.error_rate <= 5%", baking, both).liveToo()).isEmpty();
    }

    @Test
    void theHardLimitNeedsNoLeastNumberOfLiveEither() {
        var both = Counting.nothing().live(0, 6, 0).candidate(0, 6, 0);
        assertThat(hard(both).verdict()).isEqualTo(new Tripped());
        assertThat(hard(both).liveToo()).hasValue(1);
    }

    @Test
    void aLimitCountsTheCandidateInAllStepsAndTheBake() {
        var baking = new Situation(List.of(.1, .5, 1.0), 2, true, List.of(), Set.of());
        var counted =
                Counting.nothing()
                        .live(0, 500, 0)
                        .candidate(0, 1, 9)
                        .candidate(1, 2, 18)
                        .candidate(2, 3, 67);
        var reading = read("quality.error_rate <= 10%", baking, counted);
        assertThat(reading.n()).isEqualTo(100);
        assertThat(reading.bad()).isEqualTo(6);
        assertThat(reading.candidate()).hasValue(.06);
        assertThat(reading.baseline()).isEmpty();
        assertThat(reading.shown().difference()).isEmpty();
    }

    // --- seeing

    @Test
    void fewerThanThirtyCandidateUnitsAreBlindWhateverTheirOutcome() {
        var reading =
                read(
                        "quality.error_rate <= baseline + 3%",
                        CANARY, Counting.nothing().live(0, 0, 900).candidate(0, 0, 29));
        assertThat(reading.verdict()).isEqualTo(new Blind("29 of 30 units", false));
        assertThat(reading.letsAdvance()).isFalse();
    }

    @Test
    void aGuardThatHeardNothingForItsPatienceIsBlind() {
        var line = "quality.error_rate <= baseline + 3%";
        var overdue = new Situation(List.of(.1, 1.0), 0, true, List.of(), Set.of(line));
        var reading = read(line, overdue, Counting.nothing().live(0, 0, 900).candidate(0, 0, 100));
        assertThat(reading.verdict())
                .isInstanceOfSatisfying(Blind.class, b -> assertThat(b.overdue()).isTrue());
    }

    @Test
    void withTooFewUnitsOfLiveItIsStillLearning() {
        var reading =
                read(
                        "quality.error_rate <= baseline * 1.05",
                        CANARY,
                        Counting.nothing().live(0, 0, 29).candidate(0, 0, 100));
        assertThat(reading.verdict()).isEqualTo(new Learning());
        assertThat(reading.letsAdvance()).isFalse();
        var none =
                read(
                        "quality.error_rate <= baseline * 1.05",
                        CANARY,
                        Counting.nothing().candidate(0, 0, 100));
        assertThat(none.verdict()).isEqualTo(new Learning());
        assertThat(none.baseline()).isEmpty();
        assertThat(none.bound()).isEmpty();
    }

    @Test
    void itIsOkOnceTheBoundIsProvenToBeKept() {
        var line = "quality.error_rate <= baseline + 3%";
        var few = Counting.nothing().live(0, 45, 855).candidate(0, 5, 95);
        assertThat(read(line, CANARY, few).verdict()).isEqualTo(new Watching());
        var many = Counting.nothing().live(0, 900, 17_100).candidate(0, 100, 1_900);
        assertThat(read(line, CANARY, many).verdict()).isEqualTo(new Ok());
        assertThat(read(line, CANARY, many).letsAdvance()).isTrue();
    }

    // --- the first rollout

    @Test
    void withoutABaselineAGuardThatNeedsOneDoesNotApply() {
        var counted = Counting.nothing().candidate(2, 50, 50);
        var reading = read("quality.error_rate <= baseline + 3%", FIRST, counted);
        assertThat(reading.verdict()).isEqualTo(new NotApplicable());
        assertThat(reading.letsAdvance()).isTrue();
        assertThat(reading.candidate()).hasValue(.5);
        assertThat(reading.baseline()).isEmpty();
        assertThat(reading.bound()).isEmpty();
        assertThat(reading.logEvidence()).isZero();
        assertThat(Judge.ceilings(set("quality.error_rate <= baseline + 3%"), FIRST, Evidence.NONE))
                .isEmpty();
    }

    @Test
    void withoutABaselineALimitHolds() {
        var counted = Counting.nothing().candidate(2, 50, 50);
        assertThat(read("quality.error_rate <= 5%", FIRST, counted).verdict())
                .isEqualTo(new Tripped());
    }

    @Test
    void aRolloutWithoutStepsHasNothingFrozenAndNothingToCompareWith() {
        var atOnce = new Situation(List.of(1.0), 0, true, List.of(), Set.of());
        var reading =
                read(
                        "quality.error_rate <= baseline",
                        atOnce,
                        Counting.nothing().candidate(0, 50, 50));
        assertThat(reading.verdict()).isEqualTo(new NotApplicable());
    }

    // --- the point estimate

    @Test
    void onTheBoundIsInside() {
        var line = "quality.error_rate <= baseline + 3%";
        assertThat(
                        read(line, CANARY, Counting.nothing().live(0, 5, 95).candidate(0, 4, 46))
                                .pointInside())
                .isTrue();
        assertThat(
                        read(line, CANARY, Counting.nothing().live(0, 5, 95).candidate(0, 5, 45))
                                .pointInside())
                .isFalse();
        for (int n = 1; n < 300; n++) {
            var same = Counting.nothing().live(0, n, 7L * n).candidate(0, 1, 7);
            assertThat(read("quality.error_rate <= baseline", CANARY, same).pointInside()).isTrue();
        }
    }

    @Test
    void onAStrictBoundIsOutside() {
        var counted = Counting.nothing().live(0, 5, 95).candidate(0, 4, 46);
        assertThat(read("quality.error_rate < baseline + 3%", CANARY, counted).pointInside())
                .isFalse();
        assertThat(read("quality.error_rate < 8%", CANARY, counted).pointInside()).isFalse();
        assertThat(read("quality.error_rate < 8.1%", CANARY, counted).pointInside()).isTrue();
    }

    @Test
    void thePointEstimateIsOverAllSteps() {
        var counted =
                Counting.nothing()
                        .live(0, 0, 90)
                        .candidate(0, 0, 10)
                        .live(1, 10, 0)
                        .candidate(1, 3, 7);
        var second = new Situation(List.of(.1, .5, 1.0), 1, true, List.of(), Set.of());
        var reading = read("quality.error_rate <= baseline + 5%", second, counted);
        assertThat(reading.candidate()).hasValue(.15);
        assertThat(reading.baseline()).hasValue(.10);
        assertThat(reading.shown().difference().orElseThrow()).isCloseTo(.05, within(1e-12));
        assertThat(reading.bound().orElseThrow()).isCloseTo(.15, within(1e-12));
        assertThat(reading.pointInside()).isTrue();
    }

    @Test
    void anAccuracyIsJudgedByWhatIsWrongAndToldByWhatIsRight() {
        var counted = Counting.nothing().live(0, 10, 90).candidate(0, 8, 32);
        var accuracy = read("quality.accuracy >= baseline - 2pp", CANARY, counted);
        var wrong = read("quality.error_rate <= baseline + 2pp", CANARY, counted);

        assertThat(accuracy.logEvidence()).isEqualTo(wrong.logEvidence()).isPositive();
        assertThat(accuracy.verdict()).isEqualTo(wrong.verdict());
        assertThat(accuracy.shown().candidate()).hasValue(.8);
        assertThat(accuracy.shown().baseline()).hasValue(.9);
        assertThat(accuracy.shown().bound().orElseThrow()).isCloseTo(.88, within(1e-12));
        assertThat(accuracy.shown().difference().orElseThrow()).isCloseTo(-.1, within(1e-12));
    }

    @Test
    void theBoundIsToldInTheCandidatesOwnTerms() {
        var counted = Counting.nothing().live(0, 10, 90).candidate(0, 0, 40);
        assertThat(bound("quality.error_rate <= 4%", counted)).isCloseTo(.04, within(1e-12));
        assertThat(bound("quality.error_rate <= baseline + 4%", counted))
                .isCloseTo(.14, within(1e-12));
        assertThat(bound("quality.error_rate <= baseline * 1.5", counted))
                .isCloseTo(.15, within(1e-12));
        assertThat(bound("quality.error_rate <= baseline + 95%", counted)).isEqualTo(1);
    }

    private static double bound(String line, Counting counted) {
        return read(line, CANARY, counted).bound().orElseThrow();
    }

    @Test
    void aRequestOfSeveralRowsIsOneUnit() {
        var place = new Place(0, Arm.CANDIDATE);
        var counted =
                Counting.nothing().live(0, 0, 400).rows(place, 1, 4, 20).rows(place, 0, 4, 20);
        var difference = read("quality.error_rate <= baseline + 3%", CANARY, counted);
        assertThat(difference.candidate()).hasValue(.125);
        assertThat(difference.n()).isEqualTo(40);
        assertThat(difference.bad()).isEqualTo(20);
        assertThat(read("quality.error_rate <= baseline * 2", CANARY, counted).candidate())
                .hasValue(.5);
        assertThat(read("quality.error_rate <= 20%", CANARY, counted).candidate()).hasValue(.125);
        assertThat(read("quality.error_rate <= 20%", CANARY, counted).verdict())
                .isNotInstanceOf(Tripped.class);
    }

    // --- a clear view

    @Test
    void aFewGoodAnswersDoNotRuleOutTenPointsBeyond() {
        var few = Counting.nothing().live(0, 15, 285).candidate(0, 1, 29);
        var more = Counting.nothing().live(0, 50, 950).candidate(0, 5, 95);
        for (var line :
                List.of(
                        "quality.error_rate <= baseline + 3%",
                        "quality.error_rate <= baseline * 1.05", "quality.error_rate <= 5%")) {
            assertThat(read(line, CANARY, few).clear()).as(line).isFalse();
            assertThat(read(line, CANARY, more).clear()).as(line).isTrue();
        }
    }

    @Test
    void aLatencyIsClearOnceTenPointsMoreThanItsTailAreRuledOut() {
        var slow = new Signal.Slow(Duration.ofMillis(80));
        var set = set("latency.p95 <= 80ms");
        var few = Counting.nothing().candidate(0, 1, 34).as(slow);
        assertThat(Judge.read(set, CANARY, few).getLast().letsAdvance()).isFalse();
        var more = Counting.nothing().candidate(0, 3, 117).as(slow);
        assertThat(Judge.read(set, CANARY, more).getLast().letsAdvance()).isTrue();
    }

    @Test
    void whereTenPointsBeyondCannotBeTheViewIsClear() {
        var counted = Counting.nothing().live(0, 90, 810).candidate(0, 10, 90);
        assertThat(read("quality.error_rate <= baseline + 95%", CANARY, counted).clear()).isTrue();
    }

    @Test
    void aCandidateThatMustBeBetterPassesWhenItIs() {
        var better = Counting.nothing().live(0, 180, 720).candidate(0, 1, 99);
        var reading = read("quality.error_rate <= baseline * 0.5", CANARY, better);
        assertThat(reading.clear()).isTrue();
        assertThat(reading.letsAdvance()).isTrue();
        var equal = Counting.nothing().live(0, 9000, 36_000).candidate(0, 1000, 4000);
        assertThat(read("quality.error_rate <= baseline * 0.5", CANARY, equal).verdict())
                .isEqualTo(new Tripped());
        assertThat(read("quality.error_rate <= baseline - 5%", CANARY, equal).verdict())
                .isEqualTo(new Tripped());
    }

    // --- after 100 %

    @Test
    void liveIsFrozenAtItsUpperLimitWithTheMargin() {
        var set =
                set(
                        "quality.error_rate <= baseline + 3%",
                        "quality.error_rate <= baseline * 2", "quality.error_rate <= 9%");
        var counted = Counting.nothing().live(0, 5, 95).live(1, 3, 97);
        var ceilings = Judge.ceilings(set, CANARY, counted.as(WRONG));
        double upper = ClopperPearson.upper(8, 200, .01);
        assertThat(ceilings)
                .containsExactly(
                        new Ceiling("quality.error_rate <= baseline + 3%", .04, upper, upper + .03),
                        new Ceiling("quality.error_rate <= baseline * 2", .04, upper, upper * 2));
    }

    @Test
    void whereNothingWasSeenOfLiveTheCeilingIsOutOfReach() {
        var ceilings =
                Judge.ceilings(set("quality.error_rate <= baseline + 3%"), CANARY, Evidence.NONE);
        assertThat(ceilings)
                .containsExactly(new Ceiling("quality.error_rate <= baseline + 3%", 0, 1, .999));
    }

    @Test
    void liveIsFrozenByABetWhereLossesAreMeans() {
        var place = new Place(0, Arm.LIVE);
        var counted =
                Counting.nothing().rows(place, 1, 4, 100).rows(place, 0, 4, 100).live(0, 0, 200);
        var ceiling =
                Judge.ceilings(
                                set("quality.error_rate <= baseline + 3%"),
                                CANARY,
                                counted.as(WRONG))
                        .getFirst();
        assertThat(ceiling.live()).isEqualTo(.0625);
        assertThat(ceiling.upper()).isBetween(.0625, .12);
        assertThat(
                        new LimitBet(ceiling.upper())
                                .weigh(Cell.EMPTY.plus(.25, 100).plus(0, 300))
                                .kept())
                .isCloseTo(Math.log(100), within(1e-6));
    }

    @Test
    void afterPromotionNewTrafficIsHeldAgainstTheCeiling() {
        var ceiling = new Ceiling("quality.error_rate <= baseline + 3%", .05, .07, .10);
        var baking = new Situation(List.of(.1, .5, 1.0), 2, true, List.of(ceiling), Set.of());
        var equal = Counting.nothing().live(0, 45, 855).candidate(0, 5, 95).candidate(2, 20, 380);
        var reading = read("quality.error_rate <= baseline + 3%", baking, equal);
        assertThat(reading.frozen()).isTrue();
        assertThat(reading.baseline()).hasValue(.07);
        assertThat(reading.bound()).hasValue(.10);
        assertThat(reading.candidate()).hasValue(.05);
        assertThat(reading.pointInside()).isTrue();
        assertThat(reading.verdict()).isNotInstanceOf(Tripped.class);
        var worse = Counting.nothing().live(0, 45, 855).candidate(0, 5, 95).candidate(2, 40, 60);
        assertThat(read("quality.error_rate <= baseline + 3%", baking, worse).verdict())
                .isEqualTo(new Tripped());
    }

    @Test
    void lateLabelsOfTheStepsTripDuringTheBake() {
        var line = "quality.error_rate <= baseline * 1.05";
        var baking =
                new Situation(
                        List.of(.1, 1.0),
                        1,
                        true,
                        List.of(new Ceiling(line, .05, .07, .0735)),
                        Set.of());
        var counted = Counting.nothing().live(0, 45, 855).candidate(0, 40, 60);
        assertThat(read(line, baking, counted).verdict()).isEqualTo(new Tripped());
        var early =
                read(line, new Situation(List.of(.1, 1.0), 0, true, List.of(), Set.of()), counted);
        assertThat(early.logEvidence())
                .isCloseTo(read(line, baking, counted).logEvidence(), within(1e-12));
    }

    private static Reading read(String line, Situation situation, Counting counted) {
        return Judge.read(
                        set(line),
                        situation,
                        new Evidence(Map.of(), Map.of(WRONG, counted.tally())))
                .getLast();
    }

    private static GuardSet set(String... lines) {
        return Lines.set(lines);
    }
}
