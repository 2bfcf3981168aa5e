package lastgood.control.steering;

import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.guard.GuardLine;
import lastgood.core.guard.GuardSet;
import lastgood.core.port.Samples;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.FixedAnswer;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Settings.Task;
import org.junit.jupiter.api.Test;

class StartCheckTest {
    private static final GuardSet QUALITY = guards("quality.error_rate <= 5%");
    private static final GuardSet ERRORS = guards("http.error_rate <= 5%");
    private static final TensorSpec LABEL = output("label", Datatype.INT64, -1L);
    private static final TensorSpec SCORES = output("probabilities", Datatype.FP32, -1L, 3L);
    private static final TensorSpec MASK = output("mask", Datatype.BOOL, -1L);
    private static final TensorSpec BOXES = output("boxes", Datatype.INT64, -1L, 4L);

    @Test
    void aReleaseThatGivesWhatItsServiceAsksForMayStart() {
        assertThat(misfit(QUALITY, Optional.empty(), LABEL, SCORES)).isEmpty();
        assertThat(misfit(QUALITY, Optional.of("probabilities"), LABEL, SCORES)).isEmpty();
        assertThat(misfit(QUALITY, Optional.of("mask"), MASK)).isEmpty();
        assertThat(misfit(ERRORS, Optional.empty(), MASK)).isEmpty();
    }

    @Test
    void anAnswerThatTheReleaseDoesNotGiveIsNotTakenForAnother() {
        var problem = misfit(ERRORS, Optional.of("probabilites"), LABEL, SCORES).orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.NO_SUCH_OUTPUT);
        assertThat(problem.what()).contains("r2 has no output 'probabilites'");
        assertThat(problem.why())
                .containsExactly("its outputs are label INT64 [-1], probabilities FP32 [-1, 3]");
        assertThat(problem.todo().getFirst())
                .isEqualTo("did you mean answer: {output: probabilities}?");
        assertThat(misfit(ERRORS, Optional.of("y"), LABEL).orElseThrow().todo().getFirst())
                .startsWith("name one of them");
    }

    @Test
    void aGuardOnLabelsNeedsAnAnswerThatALabelCanBeComparedWith() {
        var problem = misfit(QUALITY, Optional.empty(), MASK, BOXES).orElseThrow();
        assertThat(problem.code()).isEqualTo(Code.GUARD_CANNOT_BE_FED);
        assertThat(problem.what())
                .isEqualTo("'quality.error_rate <= 5%' has nothing to look at in r2.");
        assertThat(problem.why().getFirst())
                .isEqualTo("its outputs are mask BOOL [-1], boxes INT64 [-1, 4]");
    }

    @Test
    void aRegressionsAnswerIsNeverSimplyWrong() {
        var settings = new Settings(Task.REGRESSION, Samples.terms(), Optional.empty(), List.of());
        assertThat(
                        StartCheck.misfit(QUALITY, releaseId(2), schema(SCORES), settings)
                                .orElseThrow()
                                .code())
                .isEqualTo(Code.GUARD_CANNOT_BE_FED);
    }

    @Test
    void aFixedAnswerThatIsNoneOfItsAnswersIsRefused() {
        var fixed = new FixedAnswer(new TreeMap<>(Map.of("label", List.of("none"))));
        var settings =
                new Settings(
                        Task.CLASSIFICATION,
                        Samples.terms(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(fixed),
                        Optional.empty());

        var problem =
                StartCheck.misfit(
                                guards("http.error_rate <= 5%"),
                                releaseId(2),
                                schema(LABEL),
                                settings)
                        .orElseThrow();

        assertThat(problem.code()).isEqualTo(Code.FALLBACK_MISFITS);
        assertThat(problem.why()).containsExactly("output " + LABEL + " cannot be 'none'");
    }

    @Test
    void aGuardOnValuesNeedsColumns() {
        var guards = guards("features.invalid <= 1%");
        assertThat(misfit(guards, Optional.empty(), LABEL).orElseThrow().code())
                .isEqualTo(Code.GUARD_CANNOT_BE_FED);
    }

    private static Optional<Problem> misfit(
            GuardSet guards, Optional<String> answer, TensorSpec... outputs) {
        var settings = new Settings(Task.CLASSIFICATION, Samples.terms(), answer, List.of());
        return StartCheck.misfit(guards, releaseId(2), schema(outputs), settings);
    }

    private static Schema schema(TensorSpec... outputs) {
        return new Schema(
                List.of(new TensorSpec("X", Datatype.FP32, List.of(-1L, 1L), List.of())),
                List.of(outputs));
    }

    private static TensorSpec output(String name, Datatype type, Long... shape) {
        return new TensorSpec(name, type, List.of(shape), List.of());
    }

    private static GuardSet guards(String line) {
        return switch (GuardLine.parseAll(List.of(line))) {
            case Outcome.Done<GuardSet>(var set) -> set;
            case Outcome.Refused<GuardSet>(var problem) -> throw new AssertionError(problem);
        };
    }
}
