package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingTest {

    @Test
    void onlyAGuardThatSeesAndLiesClearlyInsideLetsAStepBeLeft() {
        for (var verdict : List.of(new Verdict.Ok(), new Verdict.Watching())) {
            assertThat(reading(verdict, true, true).letsAdvance()).isTrue();
            assertThat(reading(verdict, false, true).letsAdvance()).isFalse();
            assertThat(reading(verdict, true, false).letsAdvance()).isFalse();
        }
        for (var verdict :
                List.of(
                        new Verdict.Tripped(),
                        new Verdict.Learning(),
                        new Verdict.Blind("", false))) {
            assertThat(reading(verdict, true, true).letsAdvance()).isFalse();
        }
        assertThat(reading(new Verdict.NotApplicable(), false, false).letsAdvance()).isTrue();
    }

    @Test
    void onlyAGuardThatWantsMoreUnitsSpeaksOfKeys() {
        var place = new Place(0, lastgood.core.prediction.Arm.CANDIDATE);
        var keyed = Counting.nothing();
        for (int request = 0; request < 900; request++) {
            keyed.key(place, request % 12, false);
        }
        var blind = wrong(keyed);
        assertThat(blind.n()).isLessThanOrEqualTo(12);
        assertThat(blind.fewKeys()).contains("only 12 distinct keys, and each counts once");
        assertThat(wrong(Counting.nothing().candidate(0, 0, 12)).fewKeys()).isEmpty();

        assertThat(wrong(keyed.live(0, 0, 9000).candidate(0, 0, 1000)).fewKeys()).isEmpty();
    }

    @Test
    void whatATrippedGuardOrOneWithoutABaselineWantsIsNotKeys() {
        var place = new Place(0, lastgood.core.prediction.Arm.CANDIDATE);
        var keyed = Counting.nothing().key(place, 1, false);
        assertThat(wrong(keyed.candidate(0, 500, 0).live(0, 0, 4500)).fewKeys()).isEmpty();
        var first = new Situation(List.of(.1, 1.0), 1, false, List.of(), Set.of());
        assertThat(
                        Judge.read(
                                        Lines.set("quality.error_rate <= baseline + 3%"),
                                        first,
                                        keyed.as(new Signal.Wrong()))
                                .getLast()
                                .fewKeys())
                .isEmpty();
    }

    private static Reading wrong(Counting counted) {
        return Judge.read(
                        Lines.set("quality.error_rate <= baseline + 3%"),
                        situation(List.of(.1, 1.0), 0),
                        counted.as(new Signal.Wrong()))
                .getLast();
    }

    @Test
    void everyVerdictHasItsWord() {
        assertThat(
                        List.of(
                                new Verdict.Ok().text(),
                                new Verdict.Watching().text(),
                                new Verdict.Tripped().text(),
                                new Verdict.Learning().text(),
                                new Verdict.Blind("", true).text(),
                                new Verdict.NotApplicable().text()))
                .containsExactly("ok", "watching", "tripped", "learning", "blind", "notApplicable");
    }

    @Test
    void evidenceIsToldAsTimesAndNeverAsInfinity() {
        var reading =
                Judge.read(
                                new GuardSet(List.of()),
                                new Situation(List.of(1.0), 0, false, List.of(), Set.of()),
                                Counting.nothing()
                                        .candidate(0, 100_000, 0)
                                        .as(new Signal.OwnErrors()))
                        .getFirst();
        assertThat(reading.logEvidence()).isGreaterThan(1000);
        assertThat(reading.times()).isFinite().isGreaterThan(1e300);
    }

    @Test
    void aSituationIsAStepOfSharesThatEndInAll() {
        assertThatThrownBy(() -> situation(List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> situation(List.of(.1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> situation(List.of(.1, 1.0), 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> situation(List.of(.1, 1.0), -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(situation(List.of(.1, .5, 1.0), 0).bake()).isEqualTo(2);
    }

    private static Situation situation(List<Double> shares, int step) {
        return new Situation(shares, step, true, List.of(), Set.of());
    }

    private static Reading reading(Verdict verdict, boolean inside, boolean clear) {
        var none = OptionalDouble.empty();
        return new Reading(
                Guard.HARD_LIMIT, verdict, none, none, none, 0, 0, 0, 5, inside, clear, false);
    }
}
