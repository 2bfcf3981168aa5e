package lastgood.control.steering;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.control.release.FallbackFit;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.Settings;

/// What of a release does not fit what its service declares: an answer that it does not give, or a guard that would be
/// blind for ever. Only the two together show it, so it is said before a rollout starts.
final class StartCheck {
    private StartCheck() {}

    static Optional<Problem> misfit(
            GuardSet guards, ReleaseId release, Schema schema, Settings settings) {
        return Stream.of(
                        noSuchOutput(release, schema, settings).stream(),
                        fallback(release, schema, settings).stream(),
                        guards.lines().stream()
                                .flatMap(guard -> unfed(guard, release, schema, settings).stream()))
                .flatMap(misfits -> misfits)
                .findFirst();
    }

    /// A fixed answer that is none by the release's schema would never be given.
    private static Optional<Problem> fallback(ReleaseId release, Schema schema, Settings settings) {
        return settings.fallback()
                .map(fixed -> fixed.misfits(schema))
                .filter(misfits -> !misfits.isEmpty())
                .map(misfits -> FallbackFit.problem(release, misfits));
    }

    /// Taken for another output, it would say nothing of what the service is asked for.
    private static Optional<Problem> noSuchOutput(
            ReleaseId release, Schema schema, Settings settings) {
        var outputs = schema.outputs();
        var names = outputs.stream().map(TensorSpec::name).toList();
        return settings.answer()
                .filter(name -> !names.contains(name))
                .map(name ->
                        Problem.of(
                                        Code.NO_SUCH_OUTPUT,
                                        release
                                                + " has no output '"
                                                + name
                                                + "', which the service's file names as its answer.")
                                .because("its outputs are " + described(outputs))
                                .tryThis(
                                        Nearest.of(name, names)
                                                .map(n ->
                                                        "did you mean answer: {output: " + n + "}?")
                                                .orElse(
                                                        "name one of them in the service's file: answer: {output: …}"),
                                        "or leave 'answer' out, and the output is found by its type"));
    }

    private static Optional<Problem> unfed(
            Guard guard, ReleaseId release, Schema schema, Settings settings) {
        return switch (guard.metric()) {
            case FEATURES_INVALID -> noColumns(guard, release, schema);
            case QUALITY_ERROR_RATE, QUALITY_ACCURACY -> noLabels(guard, release, schema, settings);
            case HTTP_ERROR_RATE, LATENCY_P50, LATENCY_P90, LATENCY_P95, LATENCY_P99 ->
                    Optional.empty();
        };
    }

    private static Optional<Problem> noColumns(Guard guard, ReleaseId release, Schema schema) {
        return schema.hasColumns()
                ? Optional.empty()
                : Optional.of(
                        blind(guard, "in " + release)
                                .because(
                                        "features.invalid counts values that break the schema's columns; this schema has none")
                                .tryThis(
                                        "describe columns in the release's schema file",
                                        "or take the guard out of the service"));
    }

    private static Optional<Problem> noLabels(
            Guard guard, ReleaseId release, Schema schema, Settings settings) {
        if (settings.task() == Settings.Task.REGRESSION) {
            return Optional.of(
                    blind(guard, "in a regression")
                            .because(
                                    guard.metric()
                                            + " asks whether an answer equals its label; a regression's hardly ever do")
                            .tryThis("take the guard out of the service"));
        }
        return Settings.predicted(schema, settings.task(), settings.answer()).isPresent()
                ? Optional.empty()
                : Optional.of(
                        blind(guard, "in " + release)
                                .because(
                                        "its outputs are " + described(schema.outputs()),
                                        "a label is compared with an integer or string output of one value a row, or with one of scores")
                                .tryThis(
                                        "name the output that is the answer in the service's file: answer: {output: …}",
                                        "or write guards without "
                                                + guard.metric().text()
                                                + " in the service's file"));
    }

    private static Problem blind(Guard guard, String where) {
        return Problem.of(
                Code.GUARD_CANNOT_BE_FED,
                "'" + guard.name() + "' has nothing to look at " + where + ".");
    }

    private static String described(List<TensorSpec> outputs) {
        return String.join(", ", outputs.stream().map(TensorSpec::toString).toList());
    }
}
