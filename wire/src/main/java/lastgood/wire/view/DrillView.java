package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lastgood.core.drill.Drill;
import lastgood.core.drill.Step;
import lastgood.core.release.Digest;

/// One drill. What was not measured is null.
///
/// @param drill `D-12`
/// @param release the one that a rollback would have gone to
/// @param mode `restore`: no traffic is touched, so nothing is detected, decided or switched, and no request can fail
/// @param result `passed` or `failed`
/// @param verifyMs golden rows asked and compared
/// @param tookMs all of it, also what lies between the steps
/// @param evidence digest of the file that tells all of it
public record DrillView(
        String drill,
        String service,
        String release,
        String digest,
        String mode,
        String result,
        Instant at,
        String by,
        Optional<Double> detectMs,
        Optional<Double> decideMs,
        Optional<Double> switchMs,
        Optional<Double> verifyMs,
        Optional<Long> failedRequests,
        double tookMs,
        List<StepView> steps,
        Optional<String> evidence) {

    public DrillView {
        steps = List.copyOf(steps);
    }

    public static DrillView of(Drill drill) {
        return new DrillView(
                drill.id(),
                drill.service().text(),
                drill.release().name(),
                drill.release().digest().toString(),
                drill.mode().name().toLowerCase(Locale.ROOT),
                drill.isPassed() ? "passed" : "failed",
                drill.at(),
                drill.by().text(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                drill.step(Step.Task.GOLDEN).flatMap(Step::took).map(StepView::millis),
                Optional.empty(),
                StepView.millis(drill.took()),
                drill.steps().stream().map(StepView::of).toList(),
                drill.evidence().map(Digest::toString));
    }
}
