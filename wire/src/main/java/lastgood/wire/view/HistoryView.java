package lastgood.wire.view;

import java.time.Instant;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.HistoryLine;

/// One line of what served when, and who or what changed it.
///
/// @param how `first, canary, step, promote, good, pause, resume, rollback, stop, stuck, fallback, bake, hold,
///     unhold, prune`
public record HistoryView(
        Instant at,
        Optional<String> live,
        Optional<String> from,
        Optional<String> candidate,
        String how,
        String by,
        String why) {

    public static HistoryView of(HistoryLine line) {
        return new HistoryView(
                line.at(),
                line.live().map(ReleaseId::name),
                line.from().map(ReleaseId::name),
                line.candidate().map(ReleaseId::name),
                line.how(),
                line.by().text(),
                line.why());
    }
}
