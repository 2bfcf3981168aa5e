package lastgood.control.rollout;

import java.util.List;
import lastgood.core.guard.Reading;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Rollout;

/// A rollout that is over.
///
/// @param step index of the step it had come to
/// @param line the history's word on how it ended
/// @param readings what the guards said then; empty where no guard was asked
public record EndedRollout(Rollout rollout, int step, HistoryLine line, List<Reading> readings) {
    public EndedRollout {
        readings = List.copyOf(readings);
    }
}
