package lastgood.core.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] for a service that moves because of others: it goes back with them, or it stays and what it shares
/// with them goes back. Nothing is held, for it did nothing wrong itself.
///
/// Like every retreat they wait for no journal: what all that move have in common was written down before.
final class Company {
    private Company() {}

    static Decision moved(State state, Event.Moved e) {
        return state.phase()
                .serving()
                .map(serving -> moved(state, e, serving))
                .orElseGet(() -> new Refused(Refusals.nothingToReturnTo(state)));
    }

    private static Decision moved(State state, Event.Moved e, ReleaseId serving) {
        var to = e.to();
        var candidate = state.phase().candidate();
        if (to.equals(serving) && candidate.isEmpty()) {
            return new Nothing();
        }
        if (candidate.equals(Optional.of(to))) {
            return new Refused(Refusals.beingTried(state, to));
        }
        if (!to.equals(serving)) {
            if (state.standing().isHeld(to)) {
                return new Refused(Refusals.heldTarget(state, to));
            }
            if (state.standing().isPruned(to)) {
                return new Refused(Refusals.pruned(state, to));
            }
            if (to.number() > serving.number()) {
                return new Refused(Refusals.notOlder(state, to, serving));
            }
        }
        var from = candidate.orElse(serving);
        var text = "moved from " + from + " to " + to + ": " + e.why();
        return Retreat.back(
                state.standing().withNextEpoch(),
                to,
                from,
                Rules.vetoes(state),
                List.of(new Command.Notify(Command.Notice.ROLLBACK, text)),
                Retreat.line(e.at(), to, from, "rollback", e.by(), e.why()));
    }

    static Decision rebound(State state, Event.Rebound e) {
        if (state.standing().epoch() >= e.epoch()) {
            return new Nothing(); // its route was put up after that
        }
        var standing = state.standing().withNextEpoch();
        return switch (state.phase()) {
            case Phase.Empty _ -> new Nothing();
            case Phase.Returning r -> {
                var confirmBy = e.at().plus(Rules.CONFIRM);
                yield again(
                        standing,
                        new Phase.Returning(r.to(), r.from(), standing.epoch(), r.at(), confirmBy),
                        e,
                        verify(standing, r.to()));
            }
            case Phase.Stuck.Unconfirmed u ->
                    again(
                            standing,
                            new Phase.Stuck.Unconfirmed(
                                    u.to(), u.from(), standing.epoch(), u.at(), u.why()),
                            e,
                            verify(standing, u.to()));
            case Phase.Baking b -> again(standing, b, e, verify(standing, b.rollout().candidate()));
            case Phase.Unproven u ->
                    again(standing, u, e, verify(standing, u.rollout().candidate()));
            case Phase.Steady s -> again(standing, s, e);
            case Phase.Returned r -> again(standing, r, e);
            case Phase.Canary c -> again(standing, c, e);
            case Phase.Paused p -> again(standing, p, e);
            case Phase.Stuck.Cornered c -> again(standing, c, e);
        };
    }

    private static Command verify(Standing standing, ReleaseId release) {
        return new Command.Verify(standing.epoch(), release);
    }

    private static Decision again(
            Standing standing, Phase phase, Event.Rebound e, Command... more) {
        var commands = new ArrayList<Command>();
        commands.add(Serving.as(standing, phase));
        commands.addAll(List.of(more));
        return new Changed(
                Rules.next(standing, phase), commands, Optional.of(line(phase, e)), true);
    }

    private static HistoryLine line(Phase phase, Event.Rebound e) {
        Instant at = e.at();
        return new HistoryLine(
                at,
                phase.serving(),
                Optional.empty(),
                phase.candidate(),
                "rebound",
                e.by(),
                e.why());
    }
}
