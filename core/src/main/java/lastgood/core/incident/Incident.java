package lastgood.core.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Reading;
import lastgood.core.release.PartName;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// The story of one trip.
///
/// @param number `INC-3` is number 3
/// @param returnedTo empty: there was nothing to return to
/// @param resolvedAt when traffic was seen where it should be
/// @param answers that the release gave in this rollout
/// @param wrong of its requests, those a label or a failure says were wrong
/// @param unlabelled of its answers, those nobody has labelled
/// @param replay what both releases say to the same recorded rows, offline
public record Incident(
        int number,
        ServiceName service,
        int rollout,
        ReleaseId release,
        Optional<ReleaseId> returnedTo,
        Instant at,
        Optional<Instant> resolvedAt,
        List<Reading> tripped,
        long answers,
        long wrong,
        long unlabelled,
        Optional<Suspect> suspect,
        Optional<Replay> replay,
        boolean held) {

    public Incident {
        tripped = List.copyOf(tripped);
    }

    /// `INC-3`
    public String id() {
        return "INC-" + number;
    }

    /// The part that the evidence points to, and what it is that points there.
    public record Suspect(PartName part, String what) {}

    /// How often each release is right on the recorded, labelled rows of the one that went on serving.
    public record Replay(long rows, double releaseRight, double returnedToRight) {}
}
