package lastgood.core.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// Where a service's requests go, from one epoch on.
///
/// @param epoch grows with every change, also with a rollback
public record Route(ServiceName service, long epoch, Split split) {

    public sealed interface Split {
        ReleaseId live();

        /// Everything goes to a release that nothing watches.
        record Settled(ReleaseId live) implements Split {}

        /// A share goes to the candidate; the rest to live, which also answers where the candidate fails. Of a share of
        /// none the candidate is in shadow: live answers all, and the candidate is asked copies.
        ///
        /// @param audience whose requests the share is of; empty: everybody's
        record Trying(
                ReleaseId live,
                ReleaseId candidate,
                Share share,
                Watch watch,
                Optional<Audience> audience)
                implements Split {
            /// Of everybody.
            public Trying(ReleaseId live, ReleaseId candidate, Share share, Watch watch) {
                this(live, candidate, share, watch, Optional.empty());
            }
        }

        /// Everything goes to a release that has yet to earn *good*; `origin` stands by.
        record Proving(ReleaseId live, Optional<ReleaseId> origin, Watch watch) implements Split {}
    }

    /// What is counted, and where.
    ///
    /// @param slow the time limits whose exceedance is counted
    /// @param invalid whether requests are held against the schema's columns
    public record Watch(int rollout, int step, Set<Duration> slow, boolean invalid) {
        public Watch {
            slow = Set.copyOf(slow);
        }
    }

    /// A gateway's own "no" to one release in one rollout. It outlives restarts and beats every epoch until a route
    /// acknowledges it.
    ///
    /// @param rollout 0: in whichever rollout, and in none
    public record Veto(int rollout, Digest release) {

        /// A person's "no" to a release, whatever route exposes it or has it live.
        public static Veto ofAny(ReleaseId release) {
            return new Veto(0, release.digest());
        }
    }

    /// The releases that it names.
    public List<ReleaseId> releases() {
        return switch (split) {
            case Split.Settled(var live) -> List.of(live);
            case Split.Trying t -> List.of(t.live(), t.candidate());
            case Split.Proving p ->
                    Stream.concat(Stream.of(p.live()), p.origin().stream()).toList();
        };
    }

    /// The release that this route exposes and that a veto may forbid.
    public Optional<Veto> exposes() {
        return switch (split) {
            case Split.Settled _ -> Optional.empty();
            case Split.Trying t ->
                    Optional.of(new Veto(t.watch().rollout(), t.candidate().digest()));
            case Split.Proving p -> Optional.of(new Veto(p.watch().rollout(), p.live().digest()));
        };
    }

    /// The same service without the exposed release: what a gateway serves when it says no by itself. Empty where
    /// there is nothing else to serve.
    public Optional<Route> withdrawn() {
        return switch (split) {
            case Split.Settled _ -> Optional.empty();
            case Split.Trying t ->
                    Optional.of(new Route(service, epoch, new Split.Settled(t.live())));
            case Split.Proving p ->
                    p.origin().map(o -> new Route(service, epoch, new Split.Settled(o)));
        };
    }
}
