package lastgood.control.rollout;

import java.util.List;
import lastgood.core.guard.Ceiling;
import lastgood.core.guard.Reading;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Rollout;

/// A rollout that is over.
///
/// @param step index of the step it had come to
/// @param ceilings what the baselines were frozen at, if it was promoted
/// @param line the history's word on how it ended
/// @param readings what the event that ended it brought; not all guards, or none, where nobody had asked them
public record EndedRollout(
        Rollout rollout,
        int step,
        List<Ceiling> ceilings,
        HistoryLine line,
        List<Reading> readings) {
    public EndedRollout {
        ceilings = List.copyOf(ceilings);
        readings = List.copyOf(readings);
    }
}
