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
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The rows of [Rules] that lead away from a candidate. They act before they are written down, because a full disk
/// must not keep a bad release alive; and nothing that is known to be missing can refuse them.
final class Retreat {
    private Retreat() {}

    /// A guard tripped. Without an origin no traffic can move: a person is called.
    static Decision trip(State state, Rollout rollout, Instant at, List<Reading> tripped) {
        var by =
                Actor.guard(
                        tripped.isEmpty() ? "gateway" : tripped.getFirst().guard().metric().text());
        var why = Sentences.trip(tripped);
        if (rollout.returnTo().isEmpty()) {
            return cornered(state, rollout, at, tripped, by, why);
        }
        var to = rollout.returnTo().get();
        var bad = rollout.candidate();
        var standing = state.standing().withHold(bad, new Hold(at, by, why)).withNextEpoch();
        var incident =
                new Command.OpenIncident(rollout.number(), bad, Optional.of(to), tripped, true);
        var text =
                bad + " tripped: " + why + ". Traffic is back on " + to + "; " + bad + " is held";
        return back(
                standing,
                to,
                bad,
                at,
                List.of(Rules.veto(rollout)),
                List.of(incident, new Command.Notify(Notice.TRIP, text)),
                line(at, to, bad, "rollback", by, why));
    }

    /// What golden probes saw is not what was promoted: a fact, not a statistic.
    static Decision missed(State state, Rollout rollout, Event.Missed m) {
        if (rollout.returnTo().isEmpty()) {
            return cornered(state, rollout, m.at(), List.of(), Actor.SERVER, m.why());
        }
        var to = rollout.returnTo().get();
        var bad = rollout.candidate();
        var standing =
                state.standing()
                        .withHold(bad, new Hold(m.at(), Actor.SERVER, m.why()))
                        .withNextEpoch();
        var incident =
                new Command.OpenIncident(rollout.number(), bad, Optional.of(to), List.of(), true);
        var text =
                bad
                        + " is live, but is not what answers: "
                        + m.why()
                        + ". Traffic is back on "
                        + to;
        return back(
                standing,
                to,
                bad,
                m.at(),
                List.of(Rules.veto(rollout)),
                List.of(incident, new Command.Notify(Notice.TRIP, text)),
                line(m.at(), to, bad, "rollback", Actor.SERVER, m.why()));
    }

    /// Back to the origin, without a hold.
    static Decision stop(State state, Rollout rollout, Instant at, Actor by, String reason) {
        if (rollout.returnTo().isEmpty()) {
            return new Refused(Refusals.nothingToReturnTo(state));
        }
        var to = rollout.returnTo().get();
        var why = reason.isBlank() ? "stopped" : reason;
        var text =
                "rollout "
                        + rollout.number()
                        + " of "
                        + rollout.candidate()
                        + " ended: "
                        + why
                        + ". Traffic is on "
                        + to;
        return back(
                state.standing().withNextEpoch(),
                to,
                rollout.candidate(),
                at,
                List.of(Rules.veto(rollout)),
                List.of(new Command.Notify(Notice.ROLLBACK, text)),
                line(at, to, rollout.candidate(), "stop", by, why));
    }

    static Decision rollback(State state, Event.RolledBack e) {
        var phase = state.phase();
        if (phase.serving().isEmpty()) {
            return new Refused(Refusals.nothingToReturnTo(state));
        }
        var serving = phase.serving().get();
        if (e.to().isEmpty()
                && (phase instanceof Phase.Returned || phase instanceof Phase.Returning)) {
            return new Nothing(); // already back
        }
        var target =
                e.to().or(() ->
                        phase instanceof Phase.Stuck.Unconfirmed u
                                ? Optional.of(u.to())
                                : state.rollbackTo());
        if (target.isEmpty()) {
            return new Refused(Refusals.nothingToReturnTo(state));
        }
        var to = target.get();
        boolean toOrigin = state.rollbackTo().equals(target);
        if (state.standing().isHeld(to) && !toOrigin) {
            return new Refused(Refusals.held(state, to));
        }
        if (phase.candidate().isEmpty() && to.equals(serving) && !(phase instanceof Phase.Stuck)) {
            return new Nothing(); // already there
        }
        if (to.number() > serving.number() && !toOrigin) {
            return new Refused(Refusals.notOlder(state, to, serving));
        }
        return moveBack(state, e, to, serving);
    }

    /// Holding the candidate is a rollback; what serves cannot be held.
    static Decision hold(State state, Event.Held e) {
        if (e.reason().isBlank()) {
            return new Refused(Refusals.needsReason(state, "hold"));
        }
        if (state.phase().candidate().equals(Optional.of(e.release()))) {
            return rollback(
                    state, new Event.RolledBack(e.at(), e.by(), Optional.empty(), e.reason()));
        }
        if (state.phase().serving().equals(Optional.of(e.release()))) {
            return new Refused(Refusals.liveCannotBeHeld(state, e.release()));
        }
        return state.standing().isHeld(e.release())
                ? new Nothing()
                : Bookkeeping.remember(
                        state,
                        state.standing()
                                .withHold(e.release(), new Hold(e.at(), e.by(), e.reason())));
    }

    static Decision confirmed(State state, ReleaseId to, ReleaseId from, Instant at) {
        return Rules.quietly(
                Rules.next(state.standing(), new Phase.Returned(to, from, at)),
                List.of(new Command.CloseIncident(from)));
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

    /// A veto about a rollout that is over: it is written down already, so the gateway may forget it.
    static Decision acknowledge(State state, Route.Veto veto) {
        return Rules.quietly(state, List.of(new Command.Acknowledge(veto)));
    }

    private static Decision moveBack(
            State state, Event.RolledBack e, ReleaseId to, ReleaseId serving) {
        var from =
                state.phase() instanceof Phase.Stuck.Unconfirmed u
                        ? u.from()
                        : state.phase().candidate().orElse(serving);
        var why = e.reason().isBlank() ? "rolled back by a person" : e.reason();
        var hold = new Hold(e.at(), e.by(), why);
        var standing = from.equals(to) ? state.standing() : state.standing().withHold(from, hold);
        if (!serving.equals(to)) {
            standing = standing.withHold(serving, hold);
        }
        var vetoes = state.phase().watched().map(Rules::veto).stream().toList();
        var text = "rolled back from " + from + " to " + to + ": " + why;
        return back(
                standing.withNextEpoch(),
                to,
                from,
                e.at(),
                vetoes,
                List.of(new Command.Notify(Notice.ROLLBACK, text)),
                line(e.at(), to, from, "rollback", e.by(), why));
    }

    private static Decision cornered(
            State state, Rollout rollout, Instant at, List<Reading> tripped, Actor by, String why) {
        var live = rollout.candidate();
        var stuck =
                new Phase.Stuck.Cornered(
                        live, live + " tripped and there is nothing to go back to: " + why);
        return new Changed(
                Rules.next(state.standing(), stuck),
                List.of(
                        new Command.OpenIncident(
                                rollout.number(), live, Optional.empty(), tripped, false),
                        new Command.Notify(Notice.STUCK, stuck.why())),
                Optional.of(line(at, live, live, "stuck", by, why)),
                true);
    }

    private static Decision back(
            Standing standing,
            ReleaseId to,
            ReleaseId from,
            Instant at,
            List<Route.Veto> vetoes,
            List<Command> more,
            HistoryLine line) {
        var returning = new Phase.Returning(to, from, standing.epoch(), at, at.plus(Rules.CONFIRM));
        var commands = new ArrayList<Command>();
        commands.add(Advance.serve(standing, returning));
        vetoes.forEach(veto -> commands.add(new Command.Acknowledge(veto)));
        commands.addAll(more);
        commands.add(new Command.Verify(standing.epoch(), to));
        return new Changed(Rules.next(standing, returning), commands, Optional.of(line), true);
    }

    private static HistoryLine line(
            Instant at, ReleaseId live, ReleaseId from, String how, Actor by, String why) {
        return Rules.line(at, live, Optional.of(from), Optional.empty(), how, by, why);
    }
}
