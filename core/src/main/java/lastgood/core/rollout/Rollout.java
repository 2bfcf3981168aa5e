package lastgood.core.rollout;

import java.time.Instant;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;

/// The facts of one rollout, the same from its start to its end.
///
/// @param number counts the service's rollouts from 1
public record Rollout(
        int number, ReleaseId candidate, Origin origin, Terms terms, Instant startedAt, Actor by) {

    /// Which release was live when it started.
    public sealed interface Origin {
        /// The service's first release, or a start out of *stuck*: there is nothing to compare with or go back to.
        record Nothing() implements Origin {}

        record Live(ReleaseId release) implements Origin {}
    }

    /// Where its traffic goes back to; fixed before it starts.
    public Optional<ReleaseId> returnTo() {
        return origin instanceof Origin.Live(var release) ? Optional.of(release) : Optional.empty();
    }

    /// The "no" of a gateway that would end it.
    public Route.Veto veto() {
        return new Route.Veto(number, candidate.digest());
    }

    /// Whether it has taken as long as it may.
    boolean isOver(Instant now) {
        return terms.maxDuration().map(most -> !now.isBefore(startedAt.plus(most))).orElse(false);
    }
}
