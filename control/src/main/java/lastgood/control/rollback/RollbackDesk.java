package lastgood.control.rollback;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import lastgood.control.release.References;
import lastgood.control.rollout.Answer;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.Plan;
import lastgood.core.rollback.Planner;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.State;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.view.PlanView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plans a rollback and, where asked, does it.
public final class RollbackDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RollbackDesk.class);

    private final Releases releases;
    private final References references;
    private final StandbyKeeper standby;
    private final PartRollback parts;
    private final InstantSource clock;

    public RollbackDesk(
            Releases releases,
            References references,
            StandbyKeeper standby,
            PartRollback parts,
            InstantSource clock) {
        this.releases = releases;
        this.references = references;
        this.standby = standby;
        this.parts = parts;
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
        var event = new Event.RolledBack(clock.instant(), by, to, request.reason().orElse(""));
        var decision = tried(loop, state, Rules.decide(state, event));
        var move = move(decision);
        var from = move.isPresent() ? find(loop, move.get().from()) : Optional.<Release>empty();
        var target = move.isPresent() ? find(loop, move.get().to()) : Optional.<Release>empty();
        var plan = Planner.plan(state, decision, from, target);
        if (request.dryRun()) {
            return Outcome.done(PlanView.of(plan, false));
        }
        return switch (decision) {
            case Decision.Nothing() -> Outcome.done(PlanView.of(plan, false));
            case Decision.Refused(var problem) -> Outcome.refused(problem);
            case Decision.Changed _ when plan.verdict() == Plan.Fit.RISKY && !request.yes() ->
                    Outcome.refused(risky(loop, state, plan));
            case Decision.Changed _ -> act(loop, event, plan);
        };
    }

    /// A target that cannot be made ready is no target: nothing moves, and nothing is held.
    private Decision tried(ServiceLoop loop, State state, Decision decision) {
        var move = move(decision);
        var problem = move.flatMap(m -> standby.tryOut(loop.service(), m.to()));
        return problem.isEmpty()
                ? decision
                : new Decision.Refused(unready(loop, state, move.get().to(), problem.get()));
    }

    private Problem unready(ServiceLoop loop, State state, ReleaseId to, Problem why) {
        var instead = state.standing().goodBefore(to);
        while (instead.isPresent() && standby.tryOut(loop.service(), instead.get()).isPresent()) {
            instead = state.standing().goodBefore(instead.get());
        }
        return Problem.of(
                        Code.PLAN_BLOCKED,
                        to + " could not be made ready, so nothing was rolled back to it.")
                .because(why.cause())
                .tryThis(
                        instead.map(i -> "lastgood rollback " + loop.service() + " --to " + i)
                                .orElse("lastgood rollout start " + loop.service() + " rN"),
                        "lastgood release create -f release.yaml   with the files of "
                                + to
                                + ": damaged bytes are stored again")
                .inState(state.traffic());
    }

    /// What is warm needs nothing to go back to. Another release is made ready first; where that fails nothing moves.
    private Outcome<PlanView> act(ServiceLoop loop, Event.RolledBack event, Plan plan) {
        if (event.to().isEmpty() || loop.state().isWayBack(event.to().get())) {
            return handle(loop, event, plan);
        }
        var to = List.of(event.to().get());
        return switch (standby.holding(loop.service(), to, () -> handle(loop, event, plan))) {
            case Outcome.Done<PlanView> done -> done;
            case Outcome.Refused<PlanView>(var problem) ->
                    Outcome.refused(problem.inState(loop.state().traffic()));
        };
    }

    private static Outcome<PlanView> handle(ServiceLoop loop, Event.RolledBack event, Plan plan) {
        return switch (loop.handle(event)) {
            case Answer.Changed _ -> Outcome.done(PlanView.of(plan, true));
            case Answer.Same _ -> Outcome.done(PlanView.of(plan, false));
            case Answer.Refused(var problem) -> Outcome.refused(problem);
        };
    }

    private static Optional<Phase.Returning> move(Decision decision) {
        return decision instanceof Decision.Changed(State next, _, _, _)
                        && next.phase() instanceof Phase.Returning r
                ? Optional.of(r)
                : Optional.empty();
    }

    /// A store that cannot be read leaves the plan without its details, and stops nobody from going back.
    private Optional<Release> find(ServiceLoop loop, ReleaseId id) {
        try {
            return releases.find(loop.service(), id);
        } catch (IOException e) {
            LOG.error("{}: {} cannot be read from the store", loop.service(), id, e);
            return Optional.empty();
        }
    }

    private static Problem risky(ServiceLoop loop, State state, Plan plan) {
        return Problem.of(
                        Code.NEEDS_CONSENT,
                        "The rollback of " + loop.service() + " is risky and was not done.")
                .because(plan.reasons())
                .tryThis(
                        "lastgood rollback "
                                + loop.service()
                                + " --to "
                                + plan.target().map(ReleaseId::name).orElse("rN")
                                + " --yes")
                .inState(state.traffic());
    }
}
