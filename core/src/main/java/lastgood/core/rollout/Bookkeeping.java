package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] that change what is remembered, and no traffic.
final class Bookkeeping {
    private Bookkeeping() {}

    static Decision applied(State state, Event.Applied e) {
        var same = state.standing().settings().equals(Optional.of(e.settings()));
        return same ? new Nothing() : remember(state, state.standing().withSettings(e.settings()));
    }

    /// The same bytes again keep their number, so a bot that builds a held release anew does not escape the hold.
    static Decision created(State state, Event.Created e) {
        var standing = state.standing();
        if (standing.release(e.digest()).isPresent()) {
            return new Nothing();
        }
        var id = new ReleaseId(standing.releases().size() + 1, e.digest());
        return remember(state, standing.withRelease(id));
    }

    static Decision unheld(State state, Event.Unheld e) {
        if (e.reason().isBlank()) {
            return new Refused(Refusals.needsReason(state, "unhold"));
        }
        return state.standing().isHeld(e.release())
                ? remember(state, state.standing().withoutHold(e.release()))
                : new Nothing();
    }

    static Decision remember(State state, Standing standing) {
        return Rules.quietly(Rules.next(standing, state.phase()), List.of());
    }
}
