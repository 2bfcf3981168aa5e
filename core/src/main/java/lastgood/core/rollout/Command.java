package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Reading;
import lastgood.core.release.ReleaseId;

/// What follows from a decision. A command names the wished-for end, so that doing it twice is harmless.
public sealed interface Command {
    /// Pin this up at the next epoch.
    record Serve(Route.Split split, long epoch) implements Command {}

    /// Ask the golden rows over the prediction port whether `release` serves under this epoch.
    record Verify(long epoch, ReleaseId release) implements Command {}

    /// The gateway may forget its veto. Only once this decision is in the journal, also where it is a retreat: until
    /// then the veto is all that outlives a crash.
    record Acknowledge(Route.Veto veto) implements Command {}

    /// @param returnedTo empty: nothing to return to, traffic did not move
    /// @param why said where it was no guard that tripped
    record OpenIncident(
            int rollout,
            ReleaseId release,
            Optional<ReleaseId> returnedTo,
            List<Reading> tripped,
            boolean held,
            Optional<String> why)
            implements Command {
        public OpenIncident {
            tripped = List.copyOf(tripped);
        }

        public OpenIncident(
                int rollout,
                ReleaseId release,
                Optional<ReleaseId> returnedTo,
                List<Reading> tripped,
                boolean held) {
            this(rollout, release, returnedTo, tripped, held, Optional.empty());
        }
    }

    /// Traffic was seen where it should be, or another release serves: incidents about `release` are over.
    record CloseIncident(ReleaseId release) implements Command {}

    /// Tell people, by webhook and log.
    record Notify(Notice notice, String text) implements Command {}

    enum Notice {
        TRIP,
        ROLLBACK,
        STUCK,
        PAUSED,
        PROMOTED,
        /// Pre-flight found that a release cannot be gone back to any more.
        WAY_CLOSED,
        WAY_OPEN
    }
}
