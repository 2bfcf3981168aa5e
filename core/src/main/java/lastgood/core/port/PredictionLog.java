package lastgood.core.port;

import java.util.Map;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.release.ServiceName;

/// Where a gateway leaves a note of each answer. It never waits and never fails: what cannot be kept is dropped and
/// counted, because no prediction may be late for the sake of its record.
public interface PredictionLog {
    /// For whoever keeps none.
    PredictionLog NONE =
            new PredictionLog() {
                @Override
                public void note(LoggedPrediction prediction) {}

                @Override
                public void dropped(ServiceName service) {}

                @Override
                public Map<ServiceName, Tally> tallies() {
                    return Map.of();
                }
            };

    /// To be called on any thread, also on one that others need.
    void note(LoggedPrediction prediction);

    /// One could not even be noted.
    void dropped(ServiceName service);

    /// What became of those that were noted, since the start.
    Map<ServiceName, Tally> tallies();

    /// @param noted all that a gateway wanted to have written, the dropped ones included
    /// @param dropped of those, the ones that never will be
    record Tally(long noted, long dropped) {}
}
