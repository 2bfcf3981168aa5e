package lastgood.sim.check;

import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Route;

/// How much of the requests a release gets that has yet to earn *good*, and in which rollout.
///
/// @param part 0 to 1; 0 in shadow, and 1 while it bakes
record Exposure(int rollout, ReleaseId release, double part) {

    static Optional<Exposure> of(Phase phase) {
        double part =
                phase instanceof Phase.Baking || phase instanceof Phase.Unproven
                        ? 1
                        : phase.share();
        return phase.watched()
                .filter(_ -> part > 0 || phase.isShadow())
                .map(r -> new Exposure(r.number(), r.candidate(), part));
    }

    static Optional<Exposure> of(Route.Split split) {
        return switch (split) {
            case Route.Split.Settled _ -> Optional.empty();
            case Route.Split.Trying t ->
                    Optional.of(
                            new Exposure(t.watch().rollout(), t.candidate(), t.share().fraction()));
            case Route.Split.Proving p ->
                    Optional.of(new Exposure(p.watch().rollout(), p.live(), 1));
        };
    }

    /// Whether `allowed` covers it.
    boolean isWithin(Optional<Exposure> allowed) {
        return allowed.isPresent()
                && allowed.get().rollout() == rollout
                && allowed.get().release().equals(release)
                && allowed.get().part() >= part;
    }

    static boolean rises(Optional<Exposure> before, Optional<Exposure> after) {
        return after.isPresent() && !after.get().isWithin(before);
    }

    Route.Veto veto() {
        return new Route.Veto(rollout, release.digest());
    }
}
