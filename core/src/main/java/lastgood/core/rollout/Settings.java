package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;

/// What a service's file declares: how rollouts go and how answers are read.
///
/// @param task `classification` or `regression`
/// @param answer which output is the predicted value; empty: found by its type
/// @param fallback what is answered where no release can; empty: that nobody can
/// @param isolation where graphs run; empty: apart until a release has proven itself, inside the gateway from then on
/// @param log what is written down of predictions; empty: the file says nothing of it
public record Settings(
        Task task,
        Terms terms,
        Optional<String> answer,
        List<String> owners,
        Optional<FixedAnswer> fallback,
        Optional<Isolation> isolation,
        Optional<LogPolicy> log) {
    public enum Task {
        CLASSIFICATION,
        REGRESSION
    }

    public Settings {
        owners = List.copyOf(owners);
    }

    /// Without a fixed answer, and with graphs where they usually run.
    public Settings(Task task, Terms terms, Optional<String> answer, List<String> owners) {
        this(task, terms, answer, owners, Optional.empty(), Optional.empty());
    }

    /// Without a word about the prediction log.
    public Settings(
            Task task,
            Terms terms,
            Optional<String> answer,
            List<String> owners,
            Optional<FixedAnswer> fallback,
            Optional<Isolation> isolation) {
        this(task, terms, answer, owners, fallback, isolation, Optional.empty());
    }

    /// What is written down of predictions, said or not.
    public LogPolicy logPolicy() {
        return log.orElse(LogPolicy.USUAL);
    }

    /// The place of the output that says what was predicted; empty where none can be read as a prediction, so that no
    /// label could be compared with it.
    ///
    /// The one that `answer` names. Else, of a classification, the first integer or string output with one value a row,
    /// or the last of scores; of a regression the first of numbers.
    public static Optional<Integer> predicted(Schema schema, Task task, Optional<String> answer) {
        var outputs = schema.outputs();
        var named = answer.flatMap(name -> find(outputs, spec -> spec.name().equals(name)));
        return named.or(() ->
                switch (task) {
                    case CLASSIFICATION -> classified(outputs);
                    case REGRESSION -> find(outputs, spec -> spec.datatype().isReal());
                });
    }

    private static Optional<Integer> classified(List<TensorSpec> outputs) {
        return find(outputs, spec -> isLabel(spec) && isOneARow(spec))
                .or(() ->
                        IntStream.range(0, outputs.size())
                                .boxed()
                                .filter(o -> outputs.get(o).datatype().isReal())
                                .reduce((_, last) -> last));
    }

    private static boolean isLabel(TensorSpec spec) {
        return spec.datatype().isWhole() || spec.datatype() == Datatype.BYTES;
    }

    private static boolean isOneARow(TensorSpec spec) {
        return spec.shape().size() < 2
                || spec.shape().stream().skip(1).allMatch(dimension -> dimension == 1);
    }

    private static Optional<Integer> find(List<TensorSpec> outputs, Predicate<TensorSpec> wanted) {
        return IntStream.range(0, outputs.size())
                .boxed()
                .filter(o -> wanted.test(outputs.get(o)))
                .findFirst();
    }
}
