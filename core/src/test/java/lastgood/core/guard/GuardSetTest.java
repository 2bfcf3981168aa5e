package lastgood.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardSetTest {

    @Test
    void thePartsOfTheBudgetSumToTheWholeOfIt() {
        for (var set :
                List.of(
                        new GuardSet(List.of()),
                        GuardSet.standard(true),
                        GuardSet.standard(false),
                        Lines.set(
                                "latency.p99 <= 80ms",
                                "latency.p50 <= 20ms",
                                "quality.error_rate <= 5%"))) {
            assertThat(set.all().stream().mapToDouble(set::weight).sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void aFamilysLinesShareItsPartEqually() {
        var set =
                Lines.set(
                        "http.error_rate <= baseline + 0.5%",
                        "quality.error_rate <= 5%", "quality.error_rate <= baseline + 3%");
        assertThat(set.weight(Guard.HARD_LIMIT)).isCloseTo(.25, within(1e-12));
        assertThat(set.weight(set.lines().get(0))).isCloseTo(.5, within(1e-12));
        assertThat(set.weight(set.lines().get(1))).isCloseTo(.125, within(1e-12));
        assertThat(set.threshold(set.lines().get(1)))
                .isCloseTo(-Math.log(.01 * .125), within(1e-12));
    }

    @Test
    void theStandardSetGuardsErrorsQualityAndWhereThereAreColumnsTheInputs() {
        assertThat(GuardSet.standard(true).lines())
                .extracting(Guard::name)
                .containsExactly(
                        "http.error_rate <= baseline * 1.25",
                        "quality.error_rate <= baseline * 1.05",
                        "features.invalid <= 0.1%");
        assertThat(GuardSet.standard(false).lines())
                .isEqualTo(GuardSet.standard(true).lines().subList(0, 2));
        for (var guard : GuardSet.standard(true).lines()) {
            assertThat(Lines.guard(guard.name())).isEqualTo(guard);
        }
    }

    @Test
    void whatMustBeCountedIsNamedOnce() {
        var set =
                Lines.set(
                        "http.error_rate <= 1%",
                        "latency.p99 <= 80ms", "latency.p95 <= 80ms", "features.invalid <= 1%");
        assertThat(set.signals())
                .containsExactly(
                        new Signal.OwnErrors(),
                        new Signal.Errors(),
                        new Signal.Slow(Duration.ofMillis(80)),
                        new Signal.Invalid());
    }

    @Test
    void twoGuardsOfOneNameAreAMistake() {
        var guard = Lines.guard("http.error_rate <= 1%");
        assertThatThrownBy(() -> new GuardSet(List.of(guard, guard)))
                .hasMessageContaining("one name");
    }

    @Test
    void theHardLimitIsAFamilyOfItsOwn() {
        assertThat(Guard.HARD_LIMIT.family()).isEqualTo(Metric.Family.HARD_LIMIT);
        assertThat(Guard.HARD_LIMIT.line()).isEqualTo("http.error_rate <= 20%");
    }

    @Test
    void aLatencyIsHeldAgainstATime() {
        var odd = new Guard("odd", Metric.LATENCY_P99, new Bound.Limit(.1), false, 30, false);
        assertThatThrownBy(odd::signal).hasMessageContaining("odd");
        assertThat(Metric.LATENCY_P99.tail()).isEqualTo(.01);
        assertThat(Metric.LATENCY_P50.tail()).isEqualTo(.5);
    }
}
