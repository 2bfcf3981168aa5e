package lastgood.core.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;

/// The row of [Rules] for a release that should serve and cannot be made ready, as after a start on a damaged disk.
///
/// Something good that serves is better than something newer that does not. So traffic goes to the origin where one
/// stands by, and else to the newest older release that is good and not held; nothing is held, because damaged bytes say
/// nothing about a release. Where there is no such release a person is called, and the one that is missing is tried on.
final class Fallback {
    private Fallback() {}

    static Decision decide(State state, Event.Unready u) {
        boolean concerns =
                u.epoch() == state.standing().epoch()
                        && state.phase().serving().equals(Optional.of(u.release()));
        if (!concerns || state.phase() instanceof Phase.Stuck.Unconfirmed) {
            return new Nothing();
        }
        var why = u.release() + " could not be made ready: " + u.why();
        return target(state, u.release())
                .map(to -> back(state, u, to, why))
                .orElseGet(() ->
                        state.phase() instanceof Phase.Stuck.Cornered
                                ? new Nothing() // a person was called already
                                : stuck(state, u, why));
    }

    /// Where traffic goes instead. Targets only get older, so this comes to an end.
    private static Optional<ReleaseId> target(State state, ReleaseId missing) {
        var origin = state.phase().watched().flatMap(Rollout::returnTo);
        return origin.filter(o -> !o.equals(missing))
                .or(() -> state.standing().goodBefore(missing))
                .filter(to -> !left(state, missing).equals(to));
    }

    private static Decision back(State state, Event.Unready u, ReleaseId to, String why) {
        var from = left(state, u.release());
        var text = why + ". Traffic goes to " + to + " instead";
        return Retreat.back(
                state.standing().withNextEpoch(),
                to,
                from,
                Rules.vetoes(state),
                List.of(new Command.Notify(Notice.ROLLBACK, text)),
                Retreat.line(u.at(), to, u.release(), "fallback", Actor.SERVER, why));
    }

    private static Decision stuck(State state, Event.Unready u, String why) {
        var standing = state.standing().withNextEpoch();
        var from = left(state, u.release());
        var text = why + "; there is nothing to go back to instead";
        var stuck = new Phase.Stuck.Unconfirmed(u.release(), from, standing.epoch(), u.at(), text);
        var commands = new ArrayList<Command>();
        commands.add(Serving.as(standing, stuck));
        Rules.vetoes(state).forEach(veto -> commands.add(new Command.Acknowledge(veto)));
        commands.add(new Command.Notify(Notice.STUCK, text));
        commands.add(new Command.Verify(standing.epoch(), u.release()));
        var line =
                Rules.line(
                        u.at(),
                        u.release(),
                        Optional.of(from).filter(f -> !f.equals(u.release())),
                        Optional.empty(),
                        "stuck",
                        Actor.SERVER,
                        text);
        return new Changed(Rules.next(standing, stuck), commands, Optional.of(line), true);
    }

    /// What a retreat under way leaves; else the missing release itself.
    private static ReleaseId left(State state, ReleaseId missing) {
        return state.phase() instanceof Phase.Returning r ? r.from() : missing;
    }
}
