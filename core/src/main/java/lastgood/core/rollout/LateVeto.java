package lastgood.core.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Decision.Changed;

/// The row of [Rules] for a gateway's "no" that crossed with another end of the same rollout.
///
/// Whichever of the two comes first, the end is the same: a release that broke the hard limit neither serves nor starts
/// again until a person lifts its hold, unless live broke that limit as well. About an earlier rollout everything is
/// written down already, so the gateway may forget its veto.
final class LateVeto {
    private LateVeto() {}

    static Decision decide(State state, Event.Vetoed v) {
        var phase = state.phase();
        if (v.veto().rollout() != state.standing().rollouts()) {
            return acknowledge(state, v.veto());
        }
        if (phase instanceof Phase.Steady(var live) && isAbout(v, live)) {
            return Retreat.trip(state, v.veto(), live, state.rollbackTo(), v.at(), v.readings());
        }
        return left(phase)
                .filter(from -> isAbout(v, from) && !state.standing().isHeld(from))
                .filter(_ -> !Retreat.isShared(v.readings()))
                .map(from -> hold(state, v, from))
                .orElseGet(() -> acknowledge(state, v.veto()));
    }

    /// Its traffic is gone already; what it did is remembered. Like every retreat it waits for no journal.
    private static Decision hold(State state, Event.Vetoed v, ReleaseId bad) {
        var why = Sentences.trip(v.readings());
        var hold = new Hold(v.at(), Retreat.accuser(v.readings()), why);
        var to = state.phase().serving();
        var commands = new ArrayList<Command>();
        commands.add(new Command.Acknowledge(v.veto()));
        commands.add(new Command.OpenIncident(v.veto().rollout(), bad, to, v.readings(), true));
        commands.add(
                new Command.Notify(
                        Notice.TRIP, bad + " tripped: " + why + "; " + bad + " is held"));
        if (state.phase() instanceof Phase.Returned) {
            commands.add(new Command.CloseIncident(bad));
        }
        var standing = state.standing().withHold(bad, hold);
        var next = Rules.next(standing, state.phase());
        return new Changed(next, commands, Optional.empty(), true);
    }

    private static Optional<ReleaseId> left(Phase phase) {
        return switch (phase) {
            case Phase.Returning r -> Optional.of(r.from());
            case Phase.Returned r -> Optional.of(r.from());
            case Phase.Stuck.Unconfirmed u -> Optional.of(u.from());
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Canary _,
                    Phase.Paused _,
                    Phase.Baking _,
                    Phase.Unproven _,
                    Phase.Stuck.Cornered _ ->
                    Optional.empty();
        };
    }

    private static boolean isAbout(Event.Vetoed v, ReleaseId release) {
        return release.digest().equals(v.veto().release());
    }

    private static Decision acknowledge(State state, Route.Veto veto) {
        return Rules.quietly(state, List.of(new Command.Acknowledge(veto)));
    }
}
