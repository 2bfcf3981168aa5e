package lastgood.wire.view;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import lastgood.core.drill.Step;

/// One thing that was tried of a release.
///
/// @param step `fetch, load, golden`
/// @param result `passed, failed, skipped`
/// @param ms how long it took; null where it was not tried or not timed
public record StepView(String step, String result, Optional<Double> ms, String found) {
    public static StepView of(Step step) {
        return new StepView(
                step.task().name().toLowerCase(Locale.ROOT),
                step.result().name().toLowerCase(Locale.ROOT),
                step.took().map(StepView::millis),
                step.found());
    }

    /// To the microsecond.
    static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
}
