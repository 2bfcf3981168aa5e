package lastgood.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardLine;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Signal;
import lastgood.core.problem.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {
    @Test
    void theStandardSetHasNothingOdd() {
        assertThat(Lint.of(GuardSet.standard(true), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UNLIKELY, http.error_rate <= baseline * 300, where live has 0.5 %; as is assumed: its bound is 150 %",
        "NEVER,    http.error_rate <= 99.9%,          never trip: its bound is 99.9 %",
        "NEVER,    quality.error_rate <= baseline + 95%, where live has 8 %: its bound is 103 %",
        "NEVER,    quality.accuracy >= baseline - 95%, where live has 92 %: its bound is -3 %"
    })
    void aBoundThatNothingIsBeyondCanNeverTrip(Lint.Kind kind, String line, String why) {
        var lints = Lint.of(set(line), Map.of(new Signal.Wrong(), .08));

        assertThat(lints).extracting(Lint::kind).containsExactly(kind);
        assertThat(lints.getFirst().guard()).isEqualTo(line);
        assertThat(lints.getFirst().text()).contains(why.replace(';', ','));
    }

    @Test
    void whatLiveHasDecidesWhetherItCan() {
        var set = set("http.error_rate <= baseline * 300");

        assertThat(Lint.of(set, Map.of(new Signal.Errors(), .0001))).isEmpty();
    }

    @Test
    void noBadAnswerAtAllCanTrip() {
        assertThat(Lint.of(set("http.error_rate <= 0%"), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http.error_rate <= 1%,            http.error_rate <= 2%",
        "quality.accuracy >= 95%,          quality.error_rate <= 10%",
        "quality.error_rate <= baseline + 1pp, quality.accuracy >= baseline - 2pp",
        "http.error_rate < 1%,             http.error_rate <= 1%",
        "http.error_rate <= baseline + 1%, http.error_rate <= baseline + 2%",
        "http.error_rate <= baseline,      http.error_rate <= baseline * 1.5",
        "latency.p99 <= 80ms,              latency.p99 <= 100ms",
        "latency.p99 < 80ms,               latency.p99 <= 80ms",
        "latency.p99 <= 80ms,              latency.p50 <= 80ms",
        "latency.p99 < 80ms,               latency.p50 <= 90ms"
    })
    void whatAnotherAlwaysBreaksFirstIsIdle(String tight, String loose) {
        for (var order : List.of(set(tight, loose), set(loose, tight))) {
            var lints = Lint.of(order, Map.of());

            assertThat(lints).extracting(Lint::kind).containsExactly(Lint.Kind.IDLE);
            assertThat(lints.getFirst().guard()).isEqualTo(loose);
            assertThat(lints.getFirst().text()).contains("'" + tight + "'");
        }
    }

    /// A guard that waits for more units lets no step be left before.
    @Test
    void whatAsksForMoreUnitsIsNotIdle() {
        var tight = set("http.error_rate <= 1%").lines().getFirst();
        var loose = set("http.error_rate <= 2%").lines().getFirst();
        var waits = new Guard("waits", loose.metric(), loose.bound(), false, 5000, false);

        assertThat(Lint.of(new GuardSet(List.of(tight, waits)), Map.of())).isEmpty();
    }

    @Test
    void ofTwoThatSayTheSameTheSecondIsIdle() {
        var lints = Lint.of(set("quality.accuracy >= 90%", "quality.error_rate <= 10%"), Map.of());

        assertThat(lints).extracting(Lint::guard).containsExactly("quality.error_rate <= 10%");
    }

    @ParameterizedTest
    @CsvSource({
        "http.error_rate <= 1%,      quality.error_rate <= 2%",
        "http.error_rate <= 1%,      http.error_rate <= baseline + 1%",
        "http.error_rate <= baseline * 1.5, http.error_rate <= baseline + 1%",
        "latency.p99 <= 80ms,        latency.p50 <= 20ms",
        "latency.p99 <= 80ms,        http.error_rate <= 1%",
        "quality.error_rate <= 5%,   quality.error_rate <= baseline * 1.5",
        "quality.error_rate <= baseline + 1%, quality.error_rate <= 5%",
        "latency.p50 <= 20ms,        latency.p99 <= 80ms"
    })
    void twoThatSeeDifferentThingsAreNotIdle(String one, String other) {
        assertThat(Lint.of(set(one, other), Map.of())).isEmpty();
    }

    private static GuardSet set(String... lines) {
        return switch (GuardLine.parseAll(List.of(lines))) {
            case Outcome.Done<GuardSet>(var set) -> set;
            case Outcome.Refused<GuardSet>(var problem) -> throw new AssertionError(problem);
        };
    }
}
