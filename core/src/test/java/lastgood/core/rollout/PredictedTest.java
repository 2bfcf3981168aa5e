package lastgood.core.rollout;

import static lastgood.core.rollout.Settings.Task.CLASSIFICATION;
import static lastgood.core.rollout.Settings.Task.REGRESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import org.junit.jupiter.api.Test;

/// Which output says what was predicted.
class PredictedTest {
    private static final TensorSpec CODES = output("codes", Datatype.INT64, -1, 2);
    private static final TensorSpec LABEL = output("label", Datatype.INT64, -1);
    private static final TensorSpec NAME = output("name", Datatype.BYTES, -1, 1);
    private static final TensorSpec LOGITS = output("logits", Datatype.FP32, -1, 3);
    private static final TensorSpec SCORES = output("scores", Datatype.FP32, -1, 3);
    private static final TensorSpec FLAGS = output("flags", Datatype.BOOL, -1);

    @Test
    void theOutputThatIsNamedIs() {
        assertThat(of(CLASSIFICATION, Optional.of("scores"), LABEL, SCORES)).contains(1);
        assertThat(of(REGRESSION, Optional.of("label"), SCORES, LABEL)).contains(1);
    }

    @Test
    void ofAClassificationTheFirstLabelWithOneValueARowIs() {
        assertThat(unnamed(CLASSIFICATION, SCORES, CODES, LABEL, NAME)).contains(2);
        assertThat(unnamed(CLASSIFICATION, SCORES, NAME, LABEL)).contains(1);
    }

    @Test
    void whereThereIsNoLabelTheLastScoresAre() {
        assertThat(unnamed(CLASSIFICATION, LOGITS, SCORES, CODES)).contains(1);
    }

    @Test
    void ofARegressionTheFirstNumbersAre() {
        assertThat(unnamed(REGRESSION, LABEL, LOGITS, SCORES)).contains(1);
    }

    @Test
    void whatNoLabelCanBeComparedWithIsNoPrediction() {
        assertThat(unnamed(CLASSIFICATION, FLAGS, CODES)).isEmpty();
        assertThat(unnamed(REGRESSION, FLAGS, LABEL)).isEmpty();
    }

    private static Optional<Integer> unnamed(Settings.Task task, TensorSpec... outputs) {
        return of(task, Optional.empty(), outputs);
    }

    private static Optional<Integer> of(
            Settings.Task task, Optional<String> answer, TensorSpec... outputs) {
        return Settings.predicted(new Schema(List.of(), List.of(outputs)), task, answer);
    }

    private static TensorSpec output(String name, Datatype datatype, long... shape) {
        var dimensions = java.util.Arrays.stream(shape).boxed().toList();
        return new TensorSpec(name, datatype, dimensions, List.of());
    }
}
