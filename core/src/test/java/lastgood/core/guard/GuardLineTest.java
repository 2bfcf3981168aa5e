package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import lastgood.core.problem.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardLineTest {

    @ParameterizedTest
    @CsvSource({
        "http.error_rate <= baseline + 0.5%,        http.error_rate <= baseline + 0.5pp",
        "quality.error_rate <= baseline + 2pp,      quality.error_rate <= baseline + 2pp",
        "quality.error_rate<=baseline+2%,           quality.error_rate <= baseline + 2pp",
        "quality.error_rate  <=  baseline  +  2 %,  quality.error_rate <= baseline + 2pp",
        "quality.error_rate <= baseline + 0.02,     quality.error_rate <= baseline + 2pp",
        "quality.error_rate <= baseline + 0,        quality.error_rate <= baseline + 0pp",
        "quality.error_rate <= baseline - 1%,       quality.error_rate <= baseline - 1pp",
        "quality.error_rate <= baseline * 1.05,     quality.error_rate <= baseline * 1.05",
        "quality.error_rate <= baseline * 2.0,      quality.error_rate <= baseline * 2",
        "quality.error_rate <= baseline * 100,      quality.error_rate <= baseline * 100",
        "quality.error_rate < baseline,             quality.error_rate < baseline",
        "quality.error_rate <= baseline * 1,        quality.error_rate <= baseline",
        "features.invalid <= 0.1%,                  features.invalid <= 0.1%",
        "features.invalid <= .001,                  features.invalid <= 0.1%",
        "features.invalid <= 0%,                    features.invalid <= 0%",
        "features.invalid <= 0.0003%,               features.invalid <= 0.0003%",
        "quality.accuracy >= 90%,                   quality.accuracy >= 90%",
        "quality.accuracy > 93%,                    quality.accuracy > 93%",
        "quality.accuracy >= 10%,                   quality.accuracy >= 10%",
        "quality.accuracy >= 0.335,                 quality.accuracy >= 33.5%",
        "quality.accuracy >= 100%,                  quality.accuracy >= 100%",
        "quality.accuracy >= baseline,              quality.accuracy >= baseline",
        "quality.accuracy >= baseline - 2%,         quality.accuracy >= baseline - 2pp",
        "quality.accuracy >= baseline + 1pp,        quality.accuracy >= baseline + 1pp",
        "latency.p99 <= 80ms,                       latency.p99 <= 80ms",
        "latency.p50 < 1s,                          latency.p50 < 1s",
        "latency.p95 <= 1.5 s,                      latency.p95 <= 1500ms",
        "latency.p90 <= 2m,                         latency.p90 <= 120s",
        "latency.p90 <= 1h,                         latency.p90 <= 3600s",
        "latency.p90 <= 0.5ms,                      latency.p90 <= 0.5ms",
    })
    void aLineIsReadAndSaysTheSameInItsOneForm(String line, String canonical) {
        var guard = Lines.guard(line);
        assertThat(guard.line()).isEqualTo(canonical);
        var again = Lines.guard(guard.line());
        assertThat(again.bound()).isEqualTo(guard.bound());
        assertThat(again.strict()).isEqualTo(guard.strict());
        assertThat(again.line()).isEqualTo(canonical);
    }

    @Test
    void aGuardHasTheBoundThatItsLineSays() {
        assertThat(Lines.guard("quality.error_rate <= baseline + 3%"))
                .isEqualTo(
                        new Guard(
                                "quality.error_rate <= baseline + 3%",
                                Metric.QUALITY_ERROR_RATE, new Bound.Above(.03), false, 30, false));
        assertThat(Lines.guard("quality.error_rate < baseline - 1pp").bound())
                .isEqualTo(new Bound.Above(-.01));
        assertThat(Lines.guard("http.error_rate <= baseline * 1.25").bound())
                .isEqualTo(new Bound.Times(1.25));
        assertThat(Lines.guard("features.invalid <= 0.1%").bound())
                .isEqualTo(new Bound.Limit(.001));
        assertThat(Lines.guard("latency.p99 <= 80ms").bound())
                .isEqualTo(new Bound.Within(Duration.ofMillis(80)));
        assertThat(Lines.guard("latency.p99 <= 80ms").signal())
                .isEqualTo(new Signal.Slow(Duration.ofMillis(80)));
    }

    @Test
    void aCandidateMayBeAskedToBeALittleBetterThanLive() {
        var guard = Lines.guard("quality.error_rate <= baseline - 9.9pp");
        assertThat(guard.bound()).isEqualTo(new Bound.Above(-.099));
        var set = Lines.set(guard.line());
        var much = Counting.nothing().live(0, 45_000, 45_000).candidate(0, 2_000, 8_000);
        assertThat(
                        Judge.read(
                                        set,
                                        new Situation(
                                                java.util.List.of(.1, 1.0),
                                                0,
                                                true,
                                                java.util.List.of(),
                                                java.util.Set.of()),
                                        much.as(new Signal.Wrong()))
                                .getLast()
                                .letsAdvance())
                .isTrue();
    }

    @Test
    void itsNameIsTheLineAsWritten() {
        assertThat(Lines.guard("  http.error_rate    <= baseline + 0.5%\t").name())
                .isEqualTo("http.error_rate <= baseline + 0.5%");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "quality.error_rat <= 3%              | did you mean quality.error_rate?",
                "error_rate <= 3%                     | did you mean http.error_rate?",
                "htp.eror_rate <= 3%                  | did you mean http.error_rate?",
                "latency.p999 <= 3ms                  | did you mean latency.p99?",
                "quality.accuracy <= 3%               | gets worse downward; write '>=' or '>'",
                "quality.accuracy >= 0%               | a limit of 0 % can never trip",
                "quality.accuracy >= 90pp             | a percentage: '>= 90%'",
                "quality.accuracy > 100%              | nothing is above 100 %",
                "quality.accuracy >= 101%             | nothing is above 100 %",
                "quality.accuracy >= baseline - 100pp | below live can never trip",
                "quality.accuracy >= baseline + 100pp | above live can never be kept",
                "quality.accuracy >= baseline + 10pp  | write less than '+ 10pp'",
                "accuracy <= 3%                       | did you mean quality.accuracy?",
                "weather.tomorrow <= 3%               | metrics: http.error_rate, latency.p50",
                "quality.error_rate                   | metric <= bound",
                "quality.error_rate <=                | metric <= bound",
                "<= 3%                                | metric <= bound",
                "quality.error_rate == 3%             | metric <= bound",
                "quality.error_rate <= 3% <= 5%       | metric <= bound",
                "quality.error_rate >= 3%             | gets worse upward",
                "latency.p99 > 80ms                   | gets worse upward",
                "quality.error_rate <= much           | 'much' is no amount",
                "quality.error_rate <= NaN            | 'NaN' is no amount",
                "quality.error_rate <= 1e-3           | '1e-3' is no amount",
                "quality.error_rate <= basline + 2%   | 'basline + 2%' is no amount",
                "quality.error_rate <= baseline + two | 'two' is no amount",
                "quality.error_rate <= baseline / 2   | is no amount",
                "quality.error_rate <= 3% or so       | is no amount",
                "quality.error_rate <= -1%            | negative",
                "quality.error_rate <= baseline + -1% | negative",
                "quality.error_rate <= 80ms           | the limit of a rate is a percentage",
                "quality.error_rate <= 2pp            | the limit of a rate is a percentage",
                "quality.error_rate <= 100%           | can never trip",
                "quality.error_rate <= 99.95%         | can never trip",
                "quality.error_rate <= 5              | did you mean 5%?",
                "quality.error_rate < 0%              | write '<= 0%'",
                "quality.error_rate <= baseline + 100% | above live can never trip",
                "quality.error_rate <= baseline + 3   | did you mean 3%?",
                "quality.error_rate <= baseline - 100% | below live can never be kept",
                "quality.error_rate <= baseline - 10pp | no step would ever be left",
                "quality.error_rate < baseline - 50%  | live itself is one; write less than '- 10pp'",
                "quality.error_rate <= baseline + 5ms | percentage points",
                "quality.error_rate <= baseline * 0   | can never be kept",
                "quality.error_rate <= baseline * 2000 | can never trip",
                "quality.error_rate <= baseline * 125% | a ratio has no unit",
                "latency.p99 <= 0ms                   | no answer takes no time",
                "latency.p99 <= 2h                    | longer than an hour",
                "latency.p99 <= 999999999999999999h   | longer than an hour",
                "latency.p99 <= 5%                    | is a time",
                "latency.p99 <= 80                    | is a time",
                "latency.p99 <= baseline + 2%         | '* 1.02'",
                "latency.p99 <= baseline + 20pp       | '* 1.2'",
                "latency.p99 <= baseline - 10%        | '* 0.9'",
            })
    void aLineThatWouldProtectNobodyIsRefusedWithTheReason(String line, String reason) {
        var problem = Lines.problem(GuardLine.parse(line));
        assertThat(problem.code()).isEqualTo(Code.INVALID_GUARD);
        assertThat(problem.what())
                .contains("guard '" + line.strip() + "'")
                .contains(reason.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latency.p99 <= baseline",
                "latency.p99 <= baseline * 1.25",
                "latency.p99 <= baseline + 20ms",
                "prediction.shift <= 0.1",
                "quality.accuracy >= baseline * 0.98",
                "quality.accuracy >= baseline * 0",
                "quality.recall >= 90%",
                "business.revenue >= baseline * 0.98",
                "custom.anything <= 3%",
                "features.drift <= 10%",
            })
    void whatIsToComeIsRefusedAsNotInThisVersion(String line) {
        var problem = Lines.problem(GuardLine.parse(line));
        assertThat(problem.code()).isEqualTo(Code.NOT_IN_THIS_VERSION);
        assertThat(problem.what()).contains("not in this version").contains(line);
    }

    @Test
    void aLineWithoutEndIsNotEvenTried() {
        var line = "quality.error_rate <= " + "1".repeat(100_000) + "%";
        assertThat(Lines.problem(GuardLine.parse(line)).code()).isEqualTo(Code.INVALID_GUARD);
    }

    @Test
    void twoLinesOfOneMetricAreBothKept() {
        var set = Lines.set("quality.error_rate <= baseline + 3%", "quality.error_rate <= 10%");
        assertThat(set.lines()).hasSize(2);
    }

    @Test
    void theSameLineTwiceIsRefusedHoweverItIsWritten() {
        var outcome =
                GuardLine.parseAll(
                        List.of(
                                "quality.error_rate <= baseline + 3%",
                                "quality.error_rate<=baseline + 3pp"));
        assertThat(Lines.problem(outcome).what()).contains("twice");
    }

    @Test
    void anEmptyListIsRefused() {
        assertThat(Lines.problem(GuardLine.parseAll(List.of())).code())
                .isEqualTo(Code.INVALID_GUARD);
    }

    @Test
    void allComplaintsComeTogether() {
        var outcome =
                GuardLine.parseAll(
                        List.of("a <= 1%", "latency.p99 <= baseline", "http.error_rate <= 1%"));
        var problem = Lines.problem(outcome);
        assertThat(problem.what()).isEqualTo("2 guards are refused");
        assertThat(problem.why()).hasSize(2).anyMatch(w -> w.contains("'a <= 1%'"));
    }
}
