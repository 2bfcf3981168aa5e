package lastgood.control.guard;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;

/// Since when each guard of one service has heard nothing.
///
/// The clock of a guard starts with the step, with a resume, and with whatever comes for it about the candidate. Not only
/// with a new unit: where all users are known, none is new, and the guard hears from them all the same.
final class Patience {
    private record Heard(long much, Instant since) {}

    /// @param begun from when the step may be left: a resume begins it anew, a pause does not
    private record Stretch(int rollout, int step, boolean exposed, Optional<Instant> begun) {}

    private final Map<String, Heard> lasts = new HashMap<>();
    private Stretch stretch = new Stretch(0, 0, false, Optional.empty());

    /// @param heard how much has come for the guard so far; see [Evidence#heard]
    synchronized boolean isOver(
            Phase phase, Rollout rollout, Guard guard, long heard, Instant now) {
        var current =
                new Stretch(rollout.number(), phase.step(), phase.asksCandidate(), begun(phase));
        if (!current.equals(stretch)) {
            stretch = current;
            lasts.clear();
        }
        var last = lasts.get(guard.name());
        if (last == null || last.much() != heard) {
            lasts.put(guard.name(), new Heard(heard, now));
            return false;
        }
        return phase.candidate().isPresent()
                && now.isAfter(last.since().plus(rollout.terms().patience()));
    }

    private Optional<Instant> begun(Phase phase) {
        return phase instanceof Phase.Canary c ? Optional.of(c.notBefore()) : stretch.begun();
    }
}
