package lastgood.core.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The whole behaviour of a service's rollouts as one table: a row is a phase, an event, and what follows.
///
/// Rows are read from top to bottom. What leads away from a candidate is built by [Retreat] and acts before it is
/// written; what leads towards one is built by [Advance] and is written before it acts. [Judging] says what the guards'
/// readings mean for either.
public final class Rules {
    /// So long a retreat may take to be confirmed before a person is called.
    public static final Duration CONFIRM = Duration.ofSeconds(30);

    private Rules() {}

    private record Moment(Phase phase, Event event) {}

    /// Why a rollout does not take its next step although nothing is wrong with its candidate; empty: nothing keeps it but
    /// guards and time.
    public static Optional<String> waits(State state, Event.Judged judged) {
        return state.phase() instanceof Phase.Canary c && Judging.about(c.rollout(), judged)
                ? Judging.waits(c, judged)
                : Optional.empty();
    }

    public static Decision decide(State state, Event event) {
        return switch (new Moment(state.phase(), event)) {
            // What is remembered of a service whatever its rollout does.
            case Moment(_, Event.Applied e) -> Bookkeeping.applied(state, e);
            case Moment(_, Event.Created e) -> Bookkeeping.created(state, e);
            case Moment(_, Event.Unheld e) -> Bookkeeping.unheld(state, e);
            case Moment(_, Event.Pruned e) -> Bookkeeping.pruned(state, e);

            // Start.
            case Moment(_, Event.Started e) when state.standing().isPruned(e.release()) ->
                    new Refused(Refusals.pruned(state, e.release()));
            case Moment(_, Event.Started e) when state.standing().isHeld(e.release()) ->
                    new Refused(Refusals.held(state, e.release()));
            case Moment(Phase.Empty _, Event.Started e) -> Advance.first(state, e);
            case Moment(Phase.Stuck.Cornered c, Event.Started e) ->
                    Advance.outOfCorner(state, e, c.live());
            case Moment(Phase.Stuck.Unconfirmed u, Event.Started e) ->
                    Advance.outOfDoubt(state, e, u);
            case Moment(Phase.Steady(var live), Event.Started e) -> Advance.start(state, e, live);
            case Moment(Phase.Returned(var live, _, _), Event.Started e) ->
                    Advance.start(state, e, live);
            case Moment(Phase.Unproven u, Event.Started e) ->
                    Advance.start(state, e, u.rollout().candidate());
            case Moment(_, Event.Started _) -> new Refused(Refusals.underWay(state));

            // The guards were read.
            case Moment(Phase.Canary c, Event.Judged j) when Judging.about(c.rollout(), j) ->
                    Judging.canary(state, c, j);
            case Moment(Phase.Paused p, Event.Judged j) when Judging.about(p.rollout(), j) ->
                    Judging.paused(state, p, j);
            case Moment(Phase.Baking b, Event.Judged j) when Judging.about(b.rollout(), j) ->
                    Judging.baking(state, b, j);
            case Moment(Phase.Unproven u, Event.Judged j) when Judging.about(u.rollout(), j) ->
                    Judging.unproven(state, u, j);
            case Moment(_, Event.Judged _) -> new Nothing(); // of a rollout that is over

            // A gateway said no by itself.
            case Moment(_, Event.Vetoed v) ->
                    state.phase()
                            .watched()
                            .filter(r -> v.veto().equals(r.veto()))
                            .map(r -> Retreat.trip(state, r, v.at(), v.readings()))
                            .orElseGet(() -> LateVeto.decide(state, v));

            // It heard nothing of control for too long and put its traffic on live.
            case Moment(Phase.Canary c, Event.Lapsed e)
                    when e.epoch() == state.standing().epoch() ->
                    Restart.lapsed(state, c.rollout(), c.live(), c.step(), e.at());
            case Moment(Phase.Paused p, Event.Lapsed e)
                    when p.exposed() && e.epoch() == state.standing().epoch() ->
                    Restart.lapsed(state, p.rollout(), p.live(), p.step(), e.at());
            case Moment(_, Event.Lapsed _) -> new Nothing(); // of a route that is gone

            // A person had the gateway itself put the service back.
            case Moment(_, Event.PutBack e) -> PuttingBack.decide(state, e);

            // People.
            case Moment(Phase.Canary c, Event.Paused e) -> Advance.pause(state, c, e);
            case Moment(Phase.Paused p, Event.Paused e) -> Advance.pauseStill(state, p, e);
            case Moment(_, Event.Paused _) -> new Refused(Refusals.noRollout(state));
            case Moment(Phase.Paused p, Event.Resumed e) ->
                    Advance.resume(state, p, e.at(), e.by());
            case Moment(Phase.Canary _, Event.Resumed _) -> new Nothing();
            case Moment(_, Event.Resumed _) -> new Refused(Refusals.noRollout(state));
            case Moment(Phase.Canary c, Event.Promoted e) ->
                    Judging.promoted(state, c.rollout(), e);
            case Moment(Phase.Paused p, Event.Promoted e) ->
                    Judging.promoted(state, p.rollout(), e);
            case Moment(Phase.Baking _, Event.Promoted _) -> new Nothing();
            case Moment(_, Event.Promoted _) -> new Refused(Refusals.noRollout(state));
            case Moment(Phase.Canary c, Event.Stopped e) ->
                    Retreat.stop(state, c.rollout(), e.at(), e.by(), e.reason());
            case Moment(Phase.Paused p, Event.Stopped e) ->
                    Retreat.stop(state, p.rollout(), e.at(), e.by(), e.reason());
            case Moment(Phase.Baking b, Event.Stopped e) ->
                    Retreat.stop(state, b.rollout(), e.at(), e.by(), e.reason());
            case Moment(Phase.Unproven u, Event.Stopped e) ->
                    Retreat.stop(state, u.rollout(), e.at(), e.by(), e.reason());
            case Moment(_, Event.Stopped _) -> new Refused(Refusals.noRollout(state));
            case Moment(_, Event.RolledBack e) -> Rollback.decide(state, e);
            case Moment(_, Event.Held e) -> Rollback.hold(state, e);

            // Another service, or what is shared, goes back.
            case Moment(_, Event.Moved e) -> Company.moved(state, e);
            case Moment(_, Event.Rebound e) -> Company.rebound(state, e);

            // What is served was looked at.
            case Moment(Phase.Returning r, Event.Served s)
                    when s.epoch() >= r.epoch() && s.seen().equals(r.to()) ->
                    Retreat.confirmed(state, r.to(), r.from(), s.at());
            case Moment(Phase.Stuck.Unconfirmed u, Event.Served s)
                    when s.epoch() >= u.epoch() && s.seen().equals(u.to()) ->
                    Retreat.confirmed(state, u.to(), u.from(), s.at());
            case Moment(_, Event.Served _) -> new Nothing(); // as asked, or of an earlier epoch
            case Moment(Phase.Baking b, Event.Missed m)
                    when m.epoch() == state.standing().epoch() ->
                    Retreat.missed(state, b.rollout(), m);
            case Moment(Phase.Unproven u, Event.Missed m)
                    when m.epoch() == state.standing().epoch() ->
                    Retreat.missed(state, u.rollout(), m);
            case Moment(_, Event.Missed _) ->
                    new Nothing(); // a retreat is asked again until its time is up

            case Moment(_, Event.Unready u) -> Fallback.decide(state, u);

            // Time passed. A rollout comes to its end also where nobody can read its guards.
            case Moment(Phase.Canary c, Event.Ticked(var at)) when c.rollout().isOver(at) ->
                    Retreat.expired(state, c.rollout(), at);
            case Moment(Phase.Paused p, Event.Ticked(var at)) when p.rollout().isOver(at) ->
                    Retreat.expired(state, p.rollout(), at);
            case Moment(Phase.Returning r, Event.Ticked(var at)) when !at.isBefore(r.confirmBy()) ->
                    Retreat.unconfirmed(state, r, at);
            case Moment(_, Event.Ticked _) -> new Nothing();

            case Moment(_, Event.Restarted(var at)) -> Restart.after(state, at);
        };
    }

    /// A gateway's "no" to what is watched now, which is over with a retreat.
    static List<Route.Veto> vetoes(State state) {
        return state.phase().watched().map(Rollout::veto).stream().toList();
    }

    static State next(Standing standing, Phase phase) {
        return new State(standing, phase);
    }

    static HistoryLine line(
            Instant at,
            ReleaseId live,
            Optional<ReleaseId> from,
            Optional<ReleaseId> candidate,
            String how,
            Actor by,
            String why) {
        return new HistoryLine(at, Optional.of(live), from, candidate, how, by, why);
    }

    static Changed quietly(State next, List<Command> commands) {
        return new Changed(next, commands, Optional.empty(), false);
    }
}
