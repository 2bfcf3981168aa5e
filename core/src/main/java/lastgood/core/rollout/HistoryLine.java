package lastgood.core.rollout;

import java.time.Instant;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;

/// One line of "what served when, and who or what changed it".
///
/// @param from what served before, or the candidate that was taken back
/// @param how `first, shadow, canary, step, promote, good, pause, resume, rollback, stop, stuck, fallback, bake, rebound`; or `hold, unhold, prune`, which move no
///     traffic
public record HistoryLine(
        Instant at,
        Optional<ReleaseId> live,
        Optional<ReleaseId> from,
        Optional<ReleaseId> candidate,
        String how,
        Actor by,
        String why) {

    /// Whether it says what served from then on.
    public boolean movesTraffic() {
        return switch (how) {
            case "hold", "unhold", "prune" -> false;
            default -> true; // the others all name what is live then
        };
    }
}
