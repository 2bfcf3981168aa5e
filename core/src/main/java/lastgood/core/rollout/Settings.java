package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;

/// What a service's file declares: how rollouts go and how answers are read.
///
/// @param task `classification` or `regression`
/// @param answer which output is the predicted value; empty: found by its type
public record Settings(Task task, Terms terms, Optional<String> answer, List<String> owners) {
    public enum Task {
        CLASSIFICATION,
        REGRESSION
    }

    public Settings {
        owners = List.copyOf(owners);
    }
}
