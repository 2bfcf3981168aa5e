package lastgood.core.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Ceiling;
import lastgood.core.guard.Comparison;
import lastgood.core.guard.Reading;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;

/// Something that happened to a service, with the time at which it did.
public sealed interface Event {
    Instant at();

    /// A service file was applied.
    record Applied(Instant at, Actor by, Settings settings) implements Event {}

    /// A release's bytes are stored and checked.
    record Created(Instant at, Actor by, Digest digest) implements Event {}

    /// A person asks for a rollout. The gateway holds the release and its rollback target loaded and warm.
    ///
    /// @param noWayBack why nothing could go back to what is live now: what goes out with it cannot be undone
    /// @param load what it would be asked, beside what it takes; empty: not known
    record Started(
            Instant at,
            Actor by,
            ReleaseId release,
            Terms terms,
            Optional<String> noWayBack,
            Optional<Load> load)
            implements Event {
        public Started(Instant at, Actor by, ReleaseId release, Terms terms) {
            this(at, by, release, terms, Optional.empty());
        }

        /// Of a release that nobody measured.
        public Started(
                Instant at, Actor by, ReleaseId release, Terms terms, Optional<String> noWayBack) {
            this(at, by, release, terms, noWayBack, Optional.empty());
        }
    }

    /// The guards were read.
    ///
    /// @param readings all guards of the rollout, the hard limit first
    /// @param requests candidate requests in the current step; in shadow, compared answers
    /// @param ceilings what the baselines would be frozen at, were the rollout promoted now
    /// @param compared what the rollout's shadow saw; empty where it had none
    /// @param load what the candidate could be asked, beside what it takes; empty: not known
    record Judged(
            Instant at,
            int rollout,
            int step,
            List<Reading> readings,
            long requests,
            List<Ceiling> ceilings,
            Optional<Comparison> compared,
            Optional<Load> load)
            implements Event {
        public Judged {
            readings = List.copyOf(readings);
            ceilings = List.copyOf(ceilings);
        }

        /// In a rollout without a shadow, of a candidate that nobody measured.
        public Judged(
                Instant at,
                int rollout,
                int step,
                List<Reading> readings,
                long requests,
                List<Ceiling> ceilings) {
            this(
                    at,
                    rollout,
                    step,
                    readings,
                    requests,
                    ceilings,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /// A gateway saw the hard limit broken and has withdrawn the release by itself.
    record Vetoed(Instant at, Route.Veto veto, List<Reading> readings) implements Event {
        public Vetoed {
            readings = List.copyOf(readings);
        }
    }

    /// A gateway heard nothing of control for longer than its [Lease], and exposes the candidate no more.
    ///
    /// @param epoch of the route that exposed it
    record Lapsed(Instant at, long epoch) implements Event {}

    /// A person had the gateway itself put the service back, by a file or its socket: traffic has moved already.
    record PutBack(Instant at, Actor by, ReleaseId from, ReleaseId to) implements Event {}

    record Paused(Instant at, Actor by) implements Event {}

    record Resumed(Instant at, Actor by) implements Event {}

    /// A person skips the waiting, not the evidence: `judged` is what the guards say now.
    record Promoted(Instant at, Actor by, Judged judged) implements Event {}

    /// A person ends the rollout: back to the origin, no hold.
    record Stopped(Instant at, Actor by, String reason) implements Event {}

    /// A person wants traffic back: on `to`, or where a plain rollback goes.
    record RolledBack(Instant at, Actor by, Optional<ReleaseId> to, String reason)
            implements Event {}

    /// It goes back to an older release because another service does, and not for anything that it did itself. To what
    /// serves: its rollout ends.
    record Moved(Instant at, Actor by, ReleaseId to, String why) implements Event {}

    /// Its releases read another version of a shared component, under this epoch and from it on.
    record Rebound(Instant at, Actor by, long epoch, String why) implements Event {}

    record Held(Instant at, Actor by, ReleaseId release, String reason) implements Event {}

    record Unheld(Instant at, Actor by, ReleaseId release, String reason) implements Event {}

    /// Somebody lets releases go that nothing needs: they are offered no more, and their bytes may be deleted.
    record Pruned(Instant at, Actor by, List<ReleaseId> releases) implements Event {
        public Pruned {
            releases = List.copyOf(releases);
        }
    }

    /// Golden probes saw what is served under this epoch.
    record Served(Instant at, long epoch, ReleaseId seen) implements Event {}

    /// Golden probes did not get the answers they must get.
    record Missed(Instant at, long epoch, String why) implements Event {}

    /// What all requests should go to cannot be made ready: its bytes are damaged, or it does not load any more.
    ///
    /// @param epoch of the route that waits for it
    record Unready(Instant at, long epoch, ReleaseId release, String why) implements Event {}

    /// Time passed, and nothing else.
    record Ticked(Instant at) implements Event {}

    /// The server started again.
    record Restarted(Instant at) implements Event {}
}
