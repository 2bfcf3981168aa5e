package lastgood.control.guard;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lastgood.core.guard.Guard;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;

/// Since when each guard of one service has heard nothing new.
///
/// The clock of a guard starts with the step, with a resume, and with each new unit of the candidate.
final class Patience {
    private record Heard(long n, Instant since) {}

    /// @param begun from when the step may be left: a resume begins it anew, a pause does not
    private record Stretch(int rollout, int step, boolean exposed, Optional<Instant> begun) {}

    private final Map<String, Heard> heard = new HashMap<>();
    private Stretch stretch = new Stretch(0, 0, false, Optional.empty());

    synchronized boolean isOver(Phase phase, Rollout rollout, Guard guard, long n, Instant now) {
        var current = new Stretch(rollout.number(), phase.step(), phase.share() > 0, begun(phase));
        if (!current.equals(stretch)) {
            stretch = current;
            heard.clear();
        }
        var last = heard.get(guard.name());
        if (last == null || last.n() != n) {
            heard.put(guard.name(), new Heard(n, now));
            return false;
        }
        return phase.candidate().isPresent()
                && now.isAfter(last.since().plus(rollout.terms().patience()));
    }

    private Optional<Instant> begun(Phase phase) {
        return phase instanceof Phase.Canary c ? Optional.of(c.notBefore()) : stretch.begun();
    }
}
