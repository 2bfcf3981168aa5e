package lastgood.core.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.release.fit.SchemaFit;
import lastgood.core.rollback.Plan.Fit;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Misfit;
import lastgood.core.rollback.closure.World;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Sentences;
import lastgood.core.rollout.State;

/// Says what a rollback of one service will move, and what moves with it.
public final class Planner {
    private static final int MOST_BREAKS = 5;

    private Planner() {}

    /// The plan of the very event that would be decided: what the rules refuse is BLOCKED with their reasons.
    ///
    /// @param decision what the rules say to the event
    /// @param from the release that would be left, with its parts; empty: not in the store
    /// @param target where the event would go, with its parts; empty: not in the store, or nowhere
    /// @param along what has to come along
    public static Plan plan(
            State state,
            Decision decision,
            Optional<Release> from,
            Optional<Release> target,
            Along along) {
        return switch (decision) {
            case Decision.Nothing() -> still(Fit.OK, List.of(alreadyBack(state)));
            case Decision.Refused(var problem) -> still(Fit.BLOCKED, whyBlocked(state, problem));
            case Decision.Changed(var next, _, _, _) ->
                    move(state, next.phase().serving().orElseThrow(), from, target, along);
        };
    }

    /// The plan of a move that nobody can make safe: the pairs that do not fit, and where one can go instead.
    ///
    /// @param instead the newest other release that is not blocked
    public static Plan blocked(
            ServiceName service,
            ReleaseId target,
            World world,
            Closure.Blocked why,
            Optional<ReleaseId> instead) {
        var reasons = new ArrayList<String>();
        why.misfits().forEach(misfit -> reasons.add(misfit.toString()));
        why.misfits().stream()
                .map(Misfit::component)
                .distinct()
                .flatMap(name -> Impacts.wayBack(world, name).stream())
                .forEach(reasons::add);
        if (!why.isCertain()) {
            reasons.add("not every combination was looked at: there are too many");
        }
        reasons.add(
                instead.map(i ->
                                i
                                        + " can be gone back to: lastgood rollback "
                                        + service
                                        + " --to "
                                        + i)
                        .orElse("no other release of " + service + " can be gone back to now"));
        return new Plan(Optional.of(target), Fit.BLOCKED, List.of(), List.of(), List.of(), reasons);
    }

    /// `already back on r1 since …`
    public static String alreadyBack(State state) {
        return switch (state.phase()) {
            case Phase.Returned r ->
                    "already back on " + r.live() + " since " + Sentences.instant(r.at());
            case Phase.Returning r ->
                    "already on the way back to " + r.to() + " since " + Sentences.instant(r.at());
            case Phase.Empty _,
                    Phase.Steady _,
                    Phase.Canary _,
                    Phase.Paused _,
                    Phase.Baking _,
                    Phase.Unproven _,
                    Phase.Stuck _ ->
                    "already on " + state.phase().serving().map(ReleaseId::name).orElse("nothing");
        };
    }

    private static Plan move(
            State state,
            ReleaseId to,
            Optional<Release> from,
            Optional<Release> target,
            Along along) {
        var asked = from.flatMap(f -> target.map(t -> new Along.Move(f, t)));
        var risks = new ArrayList<>(along.unknown());
        risks.addAll(risks(state, to, from, target));
        boolean wayBack = state.isWayBack(to);
        var reasons = new ArrayList<String>();
        asked.ifPresent(move -> reasons.addAll(callers(move.from(), move.to())));
        reasons.addAll(along.why());
        reasons.addAll(risks);
        if (wayBack && !risks.isEmpty()) {
            reasons.add(to + " is where this rollout came from: going back needs nobody's consent");
        }
        return new Plan(
                Optional.of(to),
                risks.isEmpty() || wayBack ? Fit.OK : Fit.RISKY,
                PartChanges.of(asked, along),
                asked.map(PartChanges::stays).orElse(List.of()),
                along.impact(),
                reasons);
    }

    /// What is not known to be right about the target.
    private static List<String> risks(
            State state, ReleaseId to, Optional<Release> from, Optional<Release> target) {
        var risks = new ArrayList<String>();
        if (!state.standing().isGood(to)) {
            risks.add(to + " never earned good: that it can take every request was never seen");
        }
        if (target.isEmpty()) {
            risks.add(to + " is not in the store, so what would change is not known");
        } else if (target.get().evidence().golden().isEmpty()) {
            risks.add(to + " has no golden answers to be verified by");
        }
        if (from.isEmpty()) {
            risks.add("what serves now is not in the store, so what would change is not known");
        }
        return risks;
    }

    /// What those meet who go on calling as they do today. It is told and blocks nothing: the way back stays open.
    private static List<String> callers(Release from, Release target) {
        var breaks = SchemaFit.breaks(from.parts().schema(), target.parts().schema());
        var told = new ArrayList<String>();
        breaks.stream().limit(MOST_BREAKS).forEach(b -> told.add("callers: " + b.sentence()));
        if (breaks.size() > MOST_BREAKS) {
            told.add("callers: and " + (breaks.size() - MOST_BREAKS) + " more");
        }
        return told;
    }

    private static List<String> whyBlocked(State state, Problem problem) {
        var reasons = new ArrayList<String>();
        reasons.add(problem.what());
        reasons.addAll(problem.why());
        boolean another = problem.code() != Code.PLAN_BLOCKED;
        if (another && !isBack(state.phase())) {
            state.rollbackTo().ifPresent(to -> reasons.add("a plain rollback goes to " + to));
        }
        return reasons;
    }

    private static boolean isBack(Phase phase) {
        return phase instanceof Phase.Returned || phase instanceof Phase.Returning;
    }

    private static Plan still(Fit verdict, List<String> reasons) {
        return new Plan(Optional.empty(), verdict, List.of(), List.of(), List.of(), reasons);
    }
}
