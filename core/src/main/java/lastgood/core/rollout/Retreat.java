package lastgood.core.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Reading;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] that lead away from a candidate. They act before they are written down, because a full disk
/// must not keep a bad release alive; and nothing that is known to be missing can refuse them.
final class Retreat {
    private Retreat() {}

    /// What speaks against a release, and where its traffic goes.
    ///
    /// @param to empty: nowhere
    /// @param held no: live breaks the same limits, so it is nothing that the release brought
    private record Charge(
            Route.Veto veto,
            ReleaseId bad,
            Optional<ReleaseId> to,
            Instant at,
            List<Reading> tripped,
            Actor by,
            String why,
            boolean held) {

        Standing standing(Standing before) {
            return held ? before.withHold(bad, new Hold(at, by, why)) : before;
        }

        Command incident() {
            return new Command.OpenIncident(veto.rollout(), bad, to, tripped, held);
        }
    }

    /// Whether all that tripped are limits that live breaks as well: the cause is shared, and going back does not mend
    /// it. Traffic goes back all the same: nobody can tell how much of it is the release's own.
    static boolean isShared(List<Reading> tripped) {
        return !tripped.isEmpty() && tripped.stream().allMatch(r -> r.liveToo().isPresent());
    }

    /// A guard tripped.
    static Decision trip(State state, Rollout rollout, Instant at, List<Reading> tripped) {
        return trip(state, rollout.veto(), rollout.candidate(), rollout.returnTo(), at, tripped);
    }

    static Decision trip(
            State state,
            Route.Veto veto,
            ReleaseId bad,
            Optional<ReleaseId> to,
            Instant at,
            List<Reading> tripped) {
        var why =
                Sentences.trip(tripped)
                        + (state.phase().isShadow() ? ", in shadow: it answered nobody" : "");
        boolean held = to.isEmpty() || !isShared(tripped);
        return condemn(state, new Charge(veto, bad, to, at, tripped, accuser(tripped), why, held));
    }

    /// What golden probes saw is not what was promoted: a fact, not a statistic.
    static Decision missed(State state, Rollout rollout, Event.Missed m) {
        var why = "golden rows were not answered as they must be: " + m.why();
        return condemn(
                state,
                new Charge(
                        rollout.veto(),
                        rollout.candidate(),
                        rollout.returnTo(),
                        m.at(),
                        List.of(),
                        Actor.SERVER,
                        why,
                        true));
    }

    /// Back to the origin, without a hold.
    static Decision stop(State state, Rollout rollout, Instant at, Actor by, String reason) {
        return rollout.returnTo()
                .map(to -> stop(state, rollout, to, at, by, reason.isBlank() ? "stopped" : reason))
                .orElseGet(() -> new Refused(Refusals.nothingToReturnTo(state)));
    }

    /// A rollout that nothing ends in time ends at its origin.
    static Decision expired(State state, Rollout rollout, Instant at) {
        var most = rollout.terms().maxDuration().map(Sentences::duration).orElse("");
        var why = "the rollout took longer than its maxDuration of " + most;
        return stop(state, rollout, at, Actor.SERVER, why);
    }

    static Decision unconfirmed(State state, Phase.Returning r, Instant at) {
        var why =
                "what is served was not seen to be "
                        + r.to()
                        + " within "
                        + Sentences.duration(Rules.CONFIRM);
        var stuck = new Phase.Stuck.Unconfirmed(r.to(), r.from(), r.epoch(), r.at(), why);
        return new Changed(
                Rules.next(state.standing(), stuck),
                List.of(new Command.Notify(Notice.STUCK, why)),
                Optional.of(line(at, r.to(), r.from(), "stuck", Actor.SERVER, why)),
                true);
    }

    /// A release that came back by itself has come back from nowhere.
    static Decision confirmed(State state, ReleaseId to, ReleaseId from, Instant at) {
        var phase = to.equals(from) ? new Phase.Steady(to) : new Phase.Returned(to, from, at);
        return Rules.quietly(
                Rules.next(state.standing(), phase), List.of(new Command.CloseIncident(from)));
    }

    /// Puts all traffic on `to`; what is served has yet to be seen to be that.
    static Decision back(
            Standing standing,
            ReleaseId to,
            ReleaseId from,
            List<Route.Veto> vetoes,
            List<Command> more,
            HistoryLine line) {
        var at = line.at();
        var returning = new Phase.Returning(to, from, standing.epoch(), at, at.plus(Rules.CONFIRM));
        var commands = new ArrayList<Command>();
        commands.add(Serving.as(standing, returning));
        vetoes.forEach(veto -> commands.add(new Command.Acknowledge(veto)));
        commands.addAll(more);
        commands.add(new Command.Verify(standing.epoch(), to));
        return new Changed(Rules.next(standing, returning), commands, Optional.of(line), true);
    }

    static HistoryLine line(
            Instant at, ReleaseId live, ReleaseId from, String how, Actor by, String why) {
        return Rules.line(at, live, Optional.of(from), Optional.empty(), how, by, why);
    }

    /// Who trips: the first guard that did.
    static Actor accuser(List<Reading> tripped) {
        return Actor.guard(
                tripped.isEmpty() ? "gateway" : tripped.getFirst().guard().metric().text());
    }

    private static Decision condemn(State state, Charge c) {
        return c.to().map(to -> withdraw(state, c, to)).orElseGet(() -> corner(state, c));
    }

    private static Decision withdraw(State state, Charge c, ReleaseId to) {
        var standing = c.standing(state.standing()).withNextEpoch();
        var text =
                c.bad()
                        + " tripped: "
                        + c.why()
                        + ". Traffic is back on "
                        + to
                        + "; "
                        + c.bad()
                        + (c.held()
                                ? " is held"
                                : " is not held: look for what both have in common");
        return back(
                standing,
                to,
                c.bad(),
                List.of(c.veto()),
                List.of(c.incident(), new Command.Notify(Notice.TRIP, text)),
                line(c.at(), to, c.bad(), "rollback", c.by(), c.why()));
    }

    /// There is nothing to go back to, so no traffic moves and a person is called. The release is held like any that
    /// tripped: it serves on for want of another, but is not rolled out again until somebody lifts the hold.
    private static Decision corner(State state, Charge c) {
        var standing = c.standing(state.standing()).withNextEpoch();
        var text = c.bad() + " tripped and there is nothing to go back to: " + c.why();
        var stuck = new Phase.Stuck.Cornered(c.bad(), text);
        return new Changed(
                Rules.next(standing, stuck),
                List.of(
                        Serving.as(standing, stuck),
                        new Command.Acknowledge(c.veto()),
                        c.incident(),
                        new Command.Notify(Notice.STUCK, text)),
                Optional.of(
                        Rules.line(
                                c.at(),
                                c.bad(),
                                Optional.empty(),
                                Optional.empty(),
                                "stuck",
                                c.by(),
                                c.why())),
                true);
    }

    private static Decision stop(
            State state, Rollout rollout, ReleaseId to, Instant at, Actor by, String why) {
        var bad = rollout.candidate();
        var text =
                "rollout "
                        + rollout.number()
                        + " of "
                        + bad
                        + " ended: "
                        + why
                        + ". Traffic is on "
                        + to;
        return back(
                state.standing().withNextEpoch(),
                to,
                bad,
                List.of(rollout.veto()),
                List.of(new Command.Notify(Notice.ROLLBACK, text)),
                line(at, to, bad, "stop", by, why));
    }
}
