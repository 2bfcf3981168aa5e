package lastgood.core.rollout;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] in which a person wants traffic back, or a release out. They build retreats.
final class Rollback {
    private Rollback() {}

    static Decision decide(State state, Event.RolledBack e) {
        return state.phase()
                .serving()
                .map(serving ->
                        e.to().map(to -> to(state, e, to, serving))
                                .orElseGet(() -> plain(state, e, serving)))
                .orElseGet(() -> new Refused(Refusals.nothingToReturnTo(state)));
    }

    /// Holding the candidate is a rollback; what serves cannot be held.
    static Decision hold(State state, Event.Held e) {
        if (e.reason().isBlank()) {
            return new Refused(Refusals.needsReason(state, "hold"));
        }
        var wanted = Optional.of(e.release());
        if (state.phase().candidate().equals(wanted)) {
            return decide(
                    state, new Event.RolledBack(e.at(), e.by(), Optional.empty(), e.reason()));
        }
        if (state.standing().isHeld(e.release())) {
            return new Nothing();
        }
        return state.phase().serving().equals(wanted)
                ? new Refused(Refusals.liveCannotBeHeld(state, e.release()))
                : Bookkeeping.held(state, e);
    }

    /// Where a trip would go, or would have gone: nothing that is known of that release can refuse it.
    private static Decision plain(State state, Event.RolledBack e, ReleaseId serving) {
        return switch (state.phase()) {
            case Phase.Returned _, Phase.Returning _ -> new Nothing(); // already back
            case Phase.Stuck.Unconfirmed u when u.isRetreat() -> move(state, e, u.to(), serving);
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Canary _,
                    Phase.Paused _,
                    Phase.Baking _,
                    Phase.Unproven _,
                    Phase.Stuck _ ->
                    state.rollbackTo()
                            .map(to -> move(state, e, to, serving))
                            .orElseGet(() -> new Refused(Refusals.nothingToReturnTo(state)));
        };
    }

    /// To a release that a person names: any older one that is not held. The way back itself is never refused.
    private static Decision to(State state, Event.RolledBack e, ReleaseId to, ReleaseId serving) {
        if (state.isWayBack(to)) {
            return move(state, e, to, serving);
        }
        if (to.equals(serving)) {
            return new Nothing(); // already there
        }
        if (state.phase().candidate().equals(Optional.of(to))) {
            return new Refused(Refusals.beingTried(state, to));
        }
        if (state.standing().isHeld(to)) {
            return new Refused(Refusals.heldTarget(state, to));
        }
        if (state.standing().isPruned(to)) {
            return new Refused(Refusals.pruned(state, to));
        }
        return to.number() > serving.number() && !isBefore(to, state.phase())
                ? new Refused(Refusals.notOlder(state, to, serving))
                : move(state, e, to, serving);
    }

    /// Where a retreat is not confirmed, what it left is what others are older than.
    private static boolean isBefore(ReleaseId to, Phase phase) {
        return phase instanceof Phase.Stuck.Unconfirmed u && to.number() < u.from().number();
    }

    /// What is left is held: the candidate, and what served, unless it is where traffic goes.
    private static Decision move(State state, Event.RolledBack e, ReleaseId to, ReleaseId serving) {
        var from = left(state.phase(), to).orElse(serving);
        var why = e.reason().isBlank() ? "rolled back by a person" : e.reason();
        var hold = new Hold(e.at(), e.by(), why);
        var standing = state.standing();
        for (var left : List.of(from, serving)) {
            standing = left.equals(to) ? standing : standing.withHold(left, hold);
        }
        var text = "rolled back from " + from + " to " + to + ": " + why;
        return Retreat.back(
                standing.withNextEpoch(),
                to,
                from,
                Rules.vetoes(state),
                List.of(new Command.Notify(Notice.ROLLBACK, text)),
                Retreat.line(e.at(), to, from, "rollback", e.by(), why));
    }

    /// What was tried, or was on its way out already.
    private static Optional<ReleaseId> left(Phase phase, ReleaseId to) {
        return phase instanceof Phase.Stuck.Unconfirmed u
                ? Optional.of(u.from()).filter(from -> !from.equals(to))
                : phase.candidate();
    }
}
