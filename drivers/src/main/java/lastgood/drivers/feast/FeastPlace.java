package lastgood.drivers.feast;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Where a Feast feature store is, and how it is reached.
///
/// @param python the interpreter that has Feast
/// @param store the `feature_store.yaml` that is live
/// @param versions the folder whose entries are versions: folders with definitions
/// @param environment what Feast gets of ours, such as credentials that the store's file names
/// @param lookWithin how long it may take to say what is: some seconds for each version it has not seen
/// @param moveWithin how long a restore may take
public record FeastPlace(
        Path python,
        Path store,
        Path versions,
        Map<String, String> environment,
        Duration lookWithin,
        Duration moveWithin) {
    public static final Duration LOOK_WITHIN = Duration.ofMinutes(2);
    public static final Duration MOVE_WITHIN = Duration.ofMinutes(5);

    public FeastPlace {
        environment = Map.copyOf(environment);
    }
}
