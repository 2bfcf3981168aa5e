package lastgood.core.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Verdict;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Decision.Changed;
import lastgood.core.rollout.Decision.Nothing;
import lastgood.core.rollout.Decision.Refused;

/// The whole behaviour of a service's rollouts as one table: a row is a phase, an event, and what follows.
///
/// Rows are read from top to bottom. What leads away from a candidate is built by [Retreat] and acts before it is
/// written; what leads towards one is built by [Advance] and is written before it acts.
public final class Rules {
    /// So long a retreat may take to be confirmed before a person is called.
    public static final Duration CONFIRM = Duration.ofSeconds(30);

    private Rules() {}

    private record Moment(Phase phase, Event event) {}

    public static Decision decide(State state, Event event) {
        return switch (new Moment(state.phase(), event)) {
            // What is remembered of a service whatever its rollout does.
            case Moment(_, Event.Applied e) -> Bookkeeping.applied(state, e);
            case Moment(_, Event.Created e) -> Bookkeeping.created(state, e);
            case Moment(_, Event.Unheld e) -> Bookkeeping.unheld(state, e);

            // Start.
            case Moment(_, Event.Started e) when state.standing().isHeld(e.release()) ->
                    new Refused(Refusals.held(state, e.release()));
            case Moment(Phase.Empty _, Event.Started e) -> Advance.first(state, e);
            case Moment(Phase.Stuck.Cornered _, Event.Started e) -> Advance.first(state, e);
            case Moment(Phase.Steady(var live), Event.Started e) -> Advance.start(state, e, live);
            case Moment(Phase.Returned(var live, _, _), Event.Started e) ->
                    Advance.start(state, e, live);
            case Moment(Phase.Unproven u, Event.Started e) ->
                    Advance.start(state, e, u.rollout().candidate());
            case Moment(_, Event.Started _) -> new Refused(Refusals.underWay(state));

            // The guards were read. Tripped comes before everything else a reading could mean.
            case Moment(Phase.Canary c, Event.Judged j) when about(c.rollout(), j) ->
                    canary(state, c, j);
            case Moment(Phase.Paused p, Event.Judged j) when about(p.rollout(), j) ->
                    paused(state, p, j);
            case Moment(Phase.Baking b, Event.Judged j) when about(b.rollout(), j) ->
                    baking(state, b, j);
            case Moment(Phase.Unproven u, Event.Judged j) when about(u.rollout(), j) ->
                    unproven(state, u, j);
            case Moment(_, Event.Judged _) -> new Nothing(); // of a rollout that is over

            // A gateway said no by itself.
            case Moment(_, Event.Vetoed v) ->
                    state.phase()
                            .watched()
                            .filter(r -> v.veto().equals(veto(r)))
                            .map(r -> Retreat.trip(state, r, v.at(), v.readings()))
                            .orElseGet(() -> Retreat.acknowledge(state, v.veto()));

            // People.
            case Moment(Phase.Canary c, Event.Paused e) -> Advance.pause(state, c, e);
            case Moment(Phase.Paused p, Event.Paused e) -> Advance.pauseStill(state, p, e);
            case Moment(_, Event.Paused _) -> new Refused(Refusals.noRollout(state));
            case Moment(Phase.Paused p, Event.Resumed e) ->
                    Advance.resume(
                            state, p, e.at(), e.at().plus(p.rollout().terms().stepTime()), e.by());
            case Moment(Phase.Canary _, Event.Resumed _) -> new Nothing();
            case Moment(_, Event.Resumed _) -> new Refused(Refusals.noRollout(state));
            case Moment(Phase.Canary c, Event.Promoted e) -> promoted(state, c.rollout(), e);
            case Moment(Phase.Paused p, Event.Promoted e) -> promoted(state, p.rollout(), e);
            case Moment(Phase.Baking _, Event.Promoted _) -> new Nothing();
            case Moment(_, Event.Promoted _) -> new Refused(Refusals.noRollout(state));
            case Moment(Phase.Canary c, Event.Stopped e) ->
                    Retreat.stop(state, c.rollout(), e.at(), e.by(), e.reason());
            case Moment(Phase.Paused p, Event.Stopped e) ->
                    Retreat.stop(state, p.rollout(), e.at(), e.by(), e.reason());
            case Moment(Phase.Baking b, Event.Stopped e) ->
                    Retreat.stop(state, b.rollout(), e.at(), e.by(), e.reason());
            case Moment(_, Event.Stopped _) -> new Refused(Refusals.noRollout(state));
            case Moment(_, Event.RolledBack e) -> Retreat.rollback(state, e);
            case Moment(_, Event.Held e) -> Retreat.hold(state, e);

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
            case Moment(_, Event.Missed _) ->
                    new Nothing(); // a retreat is asked again until its time is up

            case Moment(Phase.Returning r, Event.Ticked(var at)) when !at.isBefore(r.confirmBy()) ->
                    Retreat.unconfirmed(state, r, at);
            case Moment(_, Event.Ticked _) -> new Nothing();

            case Moment(_, Event.Restarted(var at)) -> Restart.after(state, at);
        };
    }

    private static Decision canary(State state, Phase.Canary c, Event.Judged j) {
        var over = ended(state, c.rollout(), j);
        if (over.isPresent()) {
            return over.get();
        }
        var blind = overdue(j.readings());
        if (!blind.isEmpty()) {
            return Advance.pauseBlind(state, c, j.at(), blind);
        }
        boolean waited = !j.at().isBefore(c.notBefore());
        boolean inStep = j.step() == c.step();
        return waited && inStep && missing(c.rollout(), j).isEmpty()
                ? Advance.next(state, c, j)
                : new Nothing();
    }

    private static Decision paused(State state, Phase.Paused p, Event.Judged j) {
        var over = ended(state, p.rollout(), j);
        if (over.isPresent()) {
            return over.get();
        }
        boolean seesAgain = p.why() == Phase.Pause.BLIND && overdue(j.readings()).isEmpty();
        return seesAgain
                ? Advance.resume(state, p, j.at(), j.at(), lastgood.core.release.Actor.SERVER)
                : new Nothing();
    }

    private static Decision baking(State state, Phase.Baking b, Event.Judged j) {
        var tripped = tripped(j.readings());
        if (!tripped.isEmpty()) {
            return Retreat.trip(state, b.rollout(), j.at(), tripped);
        }
        if (j.at().isBefore(b.until())) {
            return new Nothing();
        }
        return enoughAtFull(b.rollout(), j)
                ? Advance.good(state, b.rollout(), j.at())
                : Advance.unproven(state, b);
    }

    private static Decision unproven(State state, Phase.Unproven u, Event.Judged j) {
        var tripped = tripped(j.readings());
        if (!tripped.isEmpty()) {
            return Retreat.trip(state, u.rollout(), j.at(), tripped);
        }
        return enoughAtFull(u.rollout(), j)
                ? Advance.good(state, u.rollout(), j.at())
                : new Nothing();
    }

    private static Decision promoted(State state, Rollout rollout, Event.Promoted e) {
        if (!about(rollout, e.judged())) {
            return new Refused(Refusals.noRollout(state));
        }
        var tripped = tripped(e.judged().readings());
        if (!tripped.isEmpty()) {
            return Retreat.trip(state, rollout, e.at(), tripped);
        }
        var missing = missing(rollout, e.judged());
        return missing.isEmpty()
                ? Advance.promote(
                        state,
                        rollout,
                        e.at(),
                        e.judged().ceilings(),
                        e.by(),
                        "promoted by a person")
                : new Refused(Refusals.notEnoughEvidence(state, rollout, missing));
    }

    /// Ends that any running rollout can come to with a reading: a trip, or its longest duration.
    private static Optional<Decision> ended(State state, Rollout rollout, Event.Judged j) {
        var tripped = tripped(j.readings());
        if (!tripped.isEmpty()) {
            return Optional.of(Retreat.trip(state, rollout, j.at(), tripped));
        }
        return rollout.terms()
                .maxDuration()
                .filter(most -> !j.at().isBefore(rollout.startedAt().plus(most)))
                .map(most ->
                        Retreat.stop(
                                state,
                                rollout,
                                j.at(),
                                lastgood.core.release.Actor.SERVER,
                                "the rollout took longer than its maxDuration of "
                                        + Sentences.duration(most)));
    }

    /// What keeps a rollout from going further, apart from time. Empty: nothing.
    private static List<String> missing(Rollout rollout, Event.Judged j) {
        var guards = j.readings().stream().filter(r -> !r.letsAdvance()).map(Sentences::holdsBack);
        long least = rollout.terms().minRequests();
        var requests =
                j.requests() >= least
                        ? java.util.stream.Stream.<String>empty()
                        : java.util.stream.Stream.of(
                                j.requests() + " of " + least + " requests in this step");
        return java.util.stream.Stream.concat(requests, guards).toList();
    }

    private static boolean enoughAtFull(Rollout rollout, Event.Judged j) {
        return j.step() == rollout.terms().lastStep()
                && j.requests() >= rollout.terms().minRequests();
    }

    private static List<Reading> tripped(List<Reading> readings) {
        return readings.stream().filter(r -> r.verdict() instanceof Verdict.Tripped).toList();
    }

    private static List<Reading> overdue(List<Reading> readings) {
        return readings.stream()
                .filter(r -> r.verdict() instanceof Verdict.Blind(_, var overdue) && overdue)
                .toList();
    }

    private static boolean about(Rollout rollout, Event.Judged j) {
        return rollout.number() == j.rollout();
    }

    static Route.Veto veto(Rollout rollout) {
        return new Route.Veto(rollout.number(), rollout.candidate().digest());
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
            lastgood.core.release.Actor by,
            String why) {
        return new HistoryLine(at, Optional.of(live), from, candidate, how, by, why);
    }

    static Changed quietly(State next, List<Command> commands) {
        return new Changed(next, commands, Optional.empty(), false);
    }
}
