package lastgood.core.rollout;

import static lastgood.core.rollout.Cast.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lastgood.core.guard.Guard;
import lastgood.core.guard.PairCount;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void aTripIsToldWithItsNumbers() {
        assertThat(Sentences.trip(List.of(tripped(QUALITY), tripped(ERRORS))))
                .isEqualTo(
                        "quality.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×); "
                                + "http.error_rate 63.3 % against 5.5 % (n=30, evidence 1240×)");
        assertThat(Sentences.trip(List.of()))
                .isEqualTo("it was withdrawn, and the server ended before that was written down");
    }

    @Test
    void withoutABaselineItIsHeldAgainstItsLimit() {
        assertThat(Sentences.trip(List.of(limited(OptionalDouble.of(.2), 3))))
                .isEqualTo("http.error_rate 50.0 %, limit 20.0 % (n=20, evidence 20×)");
        assertThat(Sentences.trip(List.of(limited(OptionalDouble.empty(), 3))))
                .isEqualTo("http.error_rate 50.0 % (n=20, evidence 20×)");
    }

    @Test
    void evidenceIsRoundedLikePeopleDo() {
        assertThat(evidence(0)).endsWith("evidence 1.0×)");
        assertThat(evidence(Math.log(9.94))).endsWith("evidence 9.9×)");
        assertThat(evidence(Math.log(12.4))).endsWith("evidence 12×)");
        assertThat(evidence(Math.log(3e7))).endsWith("evidence 3e+07×)");
        assertThat(evidence(100_000)).endsWith("evidence 1e+304×)");
    }

    @Test
    void whatHoldsAStepBackIsSaid() {
        assertThat(Sentences.holdsBack(blind(QUALITY, false)))
                .isEqualTo("quality is blind: no labels");
        assertThat(Sentences.holdsBack(reading(QUALITY, new Verdict.Learning(), true, true)))
                .isEqualTo("quality is still measuring its reference");
        assertThat(Sentences.holdsBack(tripped(QUALITY))).isEqualTo("quality tripped");
        assertThat(Sentences.holdsBack(reading(QUALITY, new Verdict.Watching(), false, true)))
                .isEqualTo(
                        "quality is beyond its bound: 5.0 % against 5.5 % (n=30, evidence 1.0×)");
        assertThat(Sentences.holdsBack(reading(QUALITY, new Verdict.Ok(), true, false)))
                .isEqualTo(
                        "quality has seen too little to rule out a much worse release: "
                                + "5.0 % against 5.5 % (n=30, evidence 1.0×)");
    }

    @Test
    void aGuardThatWaitsForKeysSaysHowManyThereAre() {
        var few = keyed(new Verdict.Blind("12 of 30 units", false), 12);
        assertThat(Sentences.holdsBack(few))
                .isEqualTo(
                        "quality is blind: 12 of 30 units; only 12 distinct keys, and each counts once");
        assertThat(Sentences.holdsBack(keyed(new Verdict.Watching(), 1)))
                .endsWith("evidence 1.0×); only 1 distinct key, and each counts once");
    }

    @Test
    void whatLabelsSaidInShadowIsSaidWithTheNumbers() {
        var paired = paired(new Verdict.Tripped(), new PairCount(212, 32, 9));
        assertThat(Sentences.trip(List.of(paired)))
                .endsWith(
                        "evidence 1.0×); in shadow, of 41 labelled pairs that differ, 32 against the candidate (212 labelled)");
        assertThat(Sentences.paired(List.of(paired, keyed(new Verdict.Ok(), 3))))
                .isEqualTo("; quality: " + new PairCount(212, 32, 9).text());
        assertThat(new PairCount(3, 1, 0).text())
                .isEqualTo(
                        "in shadow, of 1 labelled pair that differs, 1 against the candidate (3 labelled)");
    }

    private static Reading keyed(Verdict verdict, int keys) {
        return said(verdict, OptionalInt.of(keys), Optional.empty());
    }

    private static Reading paired(Verdict verdict, PairCount pairs) {
        return said(verdict, OptionalInt.empty(), Optional.of(pairs));
    }

    private static Reading said(Verdict verdict, OptionalInt keys, Optional<PairCount> pairs) {
        var none = OptionalDouble.empty();
        return new Reading(
                QUALITY,
                verdict,
                none,
                none,
                none,
                keys.orElse(0),
                0,
                0,
                6,
                true,
                false,
                false,
                keys,
                none,
                pairs);
    }

    @Test
    void aRateThatIsNotThereHasNoNumber() {
        var none =
                new Reading(
                        QUALITY,
                        new Verdict.Watching(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0,
                        0,
                        0,
                        6,
                        true,
                        false,
                        false);
        assertThat(Sentences.holdsBack(none)).endsWith("release: no number (n=0, evidence 1.0×)");
    }

    @Test
    void durationsAreWrittenAsInFiles() {
        assertThat(Sentences.duration(Duration.ZERO)).isEqualTo("0s");
        assertThat(Sentences.duration(Duration.ofMinutes(10))).isEqualTo("10m");
        assertThat(Sentences.duration(Duration.ofMinutes(90))).isEqualTo("1h30m");
        assertThat(Sentences.duration(Duration.ofMillis(200))).isEqualTo("200ms");
        assertThat(Sentences.duration(Duration.ofHours(49).plusSeconds(5))).isEqualTo("2d1h5s");
    }

    @Test
    void momentsAreToldToTheSecond() {
        assertThat(Sentences.instant(Instant.parse("2026-11-26T12:11:57.246666651Z")))
                .isEqualTo("2026-11-26T12:11:57Z");
        assertThat(Sentences.instant(Instant.parse("2026-11-26T12:00:00Z")))
                .isEqualTo("2026-11-26T12:00:00Z");
    }

    @Test
    void ratesHaveOneDigit() {
        assertThat(Sentences.percent(.0056)).isEqualTo("0.6 %");
        assertThat(Sentences.percent(1)).isEqualTo("100.0 %");
    }

    private static String evidence(double log) {
        return Sentences.trip(List.of(limited(OptionalDouble.of(.2), log)));
    }

    private static Reading limited(OptionalDouble bound, double logEvidence) {
        return new Reading(
                Guard.HARD_LIMIT,
                new Verdict.Tripped(),
                OptionalDouble.of(.5),
                OptionalDouble.empty(),
                bound,
                20,
                10,
                logEvidence,
                6,
                false,
                false,
                false);
    }
}
