package lastgood.core.rollout;

import java.time.Duration;
import java.util.Optional;

/// How long a gateway may go on exposing a rollout's candidate without a sign of life from control.
///
/// A gateway cannot see why control is silent: it may hang, be gone, or be cut off. In all three nobody reads the guards,
/// so exposure ends by itself. What bakes is live and not a candidate: it stays, as it does over a restart.
///
/// Times are readings of one gateway's monotonic clock; no wall clock can lengthen a lease.
///
/// @param rollout whose candidate it is
/// @param end in nanoseconds
public record Lease(int rollout, long end) {
    /// Control renews twice a second, so this many looks at the guards have to fail in a row.
    public static final Duration LENGTH = Duration.ofSeconds(15);

    /// The lease of a route that is put up now, after one that had `before`. Putting one up is a sign of life; but a lease
    /// that is over stays over for as long as the same rollout is exposed, because whoever puts the next step up may have
    /// slept through all that happened meanwhile.
    public static Optional<Lease> of(Route route, Optional<Lease> before, long now) {
        return route.split() instanceof Route.Split.Trying t
                ? Optional.of(of(t.watch().rollout(), before, now))
                : Optional.empty();
    }

    private static Lease of(int rollout, Optional<Lease> before, long now) {
        return before.filter(b -> b.rollout == rollout && b.isOver(now))
                .orElseGet(() -> new Lease(rollout, now + LENGTH.toNanos()));
    }

    /// What is over stays over.
    public Lease renewed(long now) {
        return isOver(now) ? this : new Lease(rollout, now + LENGTH.toNanos());
    }

    public boolean isOver(long now) {
        return now - end >= 0; // The clock may begin anywhere, and wrap.
    }
}
