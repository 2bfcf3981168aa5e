package lastgood.control.rollback;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import lastgood.control.guard.Loads;
import lastgood.control.move.StackMover;
import lastgood.control.release.References;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Actor;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.Along;
import lastgood.core.rollback.Plan;
import lastgood.core.rollback.Planner;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.State;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.view.PlanView;

/// Plans a rollback and, where asked, does it.
public final class RollbackDesk {
    private final References references;
    private final Party party;
    private final StackMover mover;
    private final StandbyKeeper standby;
    private final PartRollback parts;
    private final Loads loads;
    private final InstantSource clock;

    public RollbackDesk(
            References references,
            Party party,
            StackMover mover,
            StandbyKeeper standby,
            PartRollback parts,
            Loads loads,
            InstantSource clock) {
        this.references = references;
        this.party = party;
        this.mover = mover;
        this.standby = standby;
        this.parts = parts;
        this.loads = loads;
        this.clock = clock;
    }

    public Outcome<PlanView> rollback(ServiceLoop loop, RollbackRequest request, Actor by)
            throws IOException {
        Optional<ReleaseId> to = Optional.empty();
        if (request.to().isPresent()) {
            switch (references.resolve(loop.service(), loop.state(), request.to().get())) {
                case Outcome.Refused<ReleaseId>(var problem) -> {
                    return Outcome.refused(problem);
                }
                case Outcome.Done<ReleaseId>(var id) -> to = Optional.of(id);
            }
        }
        return request.only().isPresent()
                ? parts.rollback(loop, request, request.only().get(), to, by)
                : whole(loop, request, to, by);
    }

    private Outcome<PlanView> whole(
            ServiceLoop loop, RollbackRequest request, Optional<ReleaseId> to, Actor by) {
        var state = loop.state();
        var event = event(loop, request, to, by);
        var ruled = Rules.decide(state, event);
        var goal = Party.goal(ruled);
        if (goal.isEmpty()) {
            var plan = planned(state, ruled);
            return ruled instanceof Decision.Refused(var problem) && !request.dryRun()
                    ? Outcome.refused(problem)
                    : Outcome.done(PlanView.of(plan, false));
        }
        var way = party.way(loop, goal.get().to());
        if (way.closure() instanceof Closure.Blocked(_, _)) {
            return blocked(loop, request, goal.get().to(), way);
        }
        var moves = way.moves().orElseThrow();
        var decision = tried(loop, ruled, moves);
        var plan = planned(loop, state, decision, way, moves);
        if (request.dryRun()) {
            return Outcome.done(PlanView.of(plan, false));
        }
        return switch (decision) {
            case Decision.Nothing() -> Outcome.done(PlanView.of(plan, false));
            case Decision.Refused(var problem) -> Outcome.refused(problem);
            case Decision.Changed _ when plan.verdict() == Plan.Fit.RISKY && !request.yes() ->
                    Outcome.refused(Refusals.risky(loop, plan));
            case Decision.Changed _ -> act(loop, event, moves, plan);
        };
    }

    /// A plain rollback goes past what nobody can make safe now, as `rollbackTo` does.
    private Event.RolledBack event(
            ServiceLoop loop, RollbackRequest request, Optional<ReleaseId> to, Actor by) {
        var reason = request.reason().orElse("");
        var asked = new Event.RolledBack(clock.instant(), by, to, reason);
        var state = loop.state();
        boolean plain =
                to.isEmpty() && state.phase().watched().isEmpty() && state.rollbackTo().isPresent();
        if (!plain || Party.goal(Rules.decide(state, asked)).isEmpty()) {
            return asked;
        }
        return party.rollbackTo(loop)
                .filter(there -> !state.rollbackTo().equals(Optional.of(there)))
                .map(there -> new Event.RolledBack(asked.at(), by, Optional.of(there), reason))
                .orElse(asked);
    }

    /// What the rules say, where nothing goes anywhere.
    private static Plan planned(State state, Decision decision) {
        return Planner.plan(state, decision, Optional.empty(), Optional.empty(), Along.NOBODY);
    }

    private Plan planned(
            ServiceLoop loop, State state, Decision decision, Party.Way way, Moves moves) {
        var goal = Party.goal(decision);
        if (goal.isEmpty()) {
            return planned(state, decision);
        }
        var from = party.before(loop.service(), goal.get().from());
        var target = party.after(loop.service(), goal.get().to(), moves);
        var own = from.flatMap(f -> target.map(t -> new Along.Move(f, t)));
        var along = party.along(loop.service(), way, moves, own);
        var plan = Planner.plan(state, decision, from, target, along);
        return loads.of(loop.service(), goal.get().to())
                .filter(load -> load.isTooMuchAt(Share.ALL))
                .map(load -> plan.withReason(load.shortage(goal.get().to())))
                .orElse(plan);
    }

    private Outcome<PlanView> blocked(
            ServiceLoop loop, RollbackRequest request, ReleaseId target, Party.Way way) {
        var why = (Closure.Blocked) way.closure();
        var instead = party.instead(loop, target);
        var plan = Planner.blocked(loop.service(), target, way.world(), why, instead);
        if (request.dryRun()) {
            return Outcome.done(PlanView.of(plan, false));
        }
        return Outcome.refused(Refusals.blocked(loop, target, plan, instead));
    }

    /// A target that cannot be made ready is no target, nor is one whose company cannot: nothing moves, and nothing is
    /// held.
    private Decision tried(ServiceLoop loop, Decision decision, Moves moves) {
        var versions = party.after(moves);
        for (var move : moves.services().entrySet()) {
            var problem = standby.tryOut(move.getKey(), move.getValue(), versions);
            if (problem.isPresent()) {
                var ready =
                        move.getKey().equals(loop.service())
                                ? readyBefore(loop, move.getValue())
                                : Optional.<ReleaseId>empty();
                return new Decision.Refused(
                        move.getKey().equals(loop.service())
                                ? Refusals.unready(loop, move.getValue(), ready, problem.get())
                                : Refusals.companyUnready(
                                        loop, move.getKey(), move.getValue(), problem.get()));
            }
        }
        return mover.objection(moves.components())
                .<Decision>map(why -> new Decision.Refused(Refusals.worldAway(loop, why)))
                .orElse(decision);
    }

    /// The newest good release before one that can be made ready.
    private Optional<ReleaseId> readyBefore(ServiceLoop loop, ReleaseId id) {
        var standing = loop.state().standing();
        var instead = standing.goodBefore(id);
        while (instead.isPresent() && standby.tryOut(loop.service(), instead.get()).isPresent()) {
            instead = standing.goodBefore(instead.get());
        }
        return instead;
    }

    /// What is warm needs nothing to go back to. Another release is made ready first; where that fails nothing moves.
    private Outcome<PlanView> act(
            ServiceLoop loop, Event.RolledBack event, Moves moves, Plan plan) {
        if (moves.services().size() > 1 || !moves.components().isEmpty()) {
            return together(loop, event, plan.target().orElseThrow(), moves, plan);
        }
        if (event.to().isEmpty() || loop.state().isWayBack(event.to().get())) {
            return handle(loop, event, plan);
        }
        var to = List.of(event.to().get());
        return switch (standby.holding(
                loop.service(), to, loop.state().phase(), () -> handle(loop, event, plan))) {
            case Outcome.Done<PlanView> done -> done;
            case Outcome.Refused<PlanView>(var problem) ->
                    Outcome.refused(problem.inState(loop.state().traffic()));
        };
    }

    private Outcome<PlanView> together(
            ServiceLoop loop, Event.RolledBack event, ReleaseId to, Moves moves, Plan plan) {
        return mover.undisturbed(() -> {
            if (!party.way(loop, to).moves().equals(Optional.of(moves))) {
                return Outcome.refused(
                        StackMover.changed(loop.service()).inState(loop.state().traffic()));
            }
            try {
                return mover.back(loop, Optional.of(event), moves, event.by(), event.reason())
                        .<Outcome<PlanView>>map(Outcome::refused)
                        .orElseGet(() -> Outcome.done(PlanView.of(plan, true)));
            } catch (IOException e) {
                return Outcome.refused(Refusals.unreadable(loop, e));
            }
        });
    }

    private static Outcome<PlanView> handle(ServiceLoop loop, Event.RolledBack event, Plan plan) {
        return switch (loop.handle(event)) {
            case Answer.Changed _ -> Outcome.done(PlanView.of(plan, true));
            case Answer.Same _ -> Outcome.done(PlanView.of(plan, false));
            case Answer.Refused(var problem) -> Outcome.refused(problem);
        };
    }
}
