package lastgood.core.rollback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.fit.SchemaFit;
import lastgood.core.rollback.Plan.Change;
import lastgood.core.rollback.Plan.Fit;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Sentences;
import lastgood.core.rollout.State;

/// Says what a rollback of one service will move.
///
/// Components run side by side in this version, so each release reads the version it names and no other service moves.
public final class Planner {
    private static final int MOST_BREAKS = 5;

    private Planner() {}

    /// The plan of the very event that would be decided: what the rules refuse is BLOCKED with their reasons.
    ///
    /// @param decision what the rules say to the event
    /// @param from the release that would be left, with its parts; empty: not in the store
    /// @param target where the event would go, with its parts; empty: not in the store, or nowhere
    public static Plan plan(
            State state, Decision decision, Optional<Release> from, Optional<Release> target) {
        return switch (decision) {
            case Decision.Nothing() -> still(Fit.OK, List.of(alreadyBack(state)));
            case Decision.Refused(var problem) -> still(Fit.BLOCKED, whyBlocked(state, problem));
            case Decision.Changed(var next, _, _, _) ->
                    move(state, next.phase().serving().orElseThrow(), from, target);
        };
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

    /// Whether a part is the same on both sides: by its bytes, whatever its file was called.
    public static boolean same(Release a, Release b, PartName part) {
        var x = a.parts();
        var y = b.parts();
        return switch (part) {
            case MODEL -> x.model().graph().digest().equals(y.model().graph().digest());
            case FEATURES ->
                    x.features().shared().equals(y.features().shared())
                            && x.features()
                                    .blob()
                                    .map(f -> f.digest())
                                    .equals(y.features().blob().map(f -> f.digest()));
            case PREPROCESSING ->
                    x.preprocessing()
                            .blob()
                            .map(p -> p.digest())
                            .equals(y.preprocessing().blob().map(p -> p.digest()));
            case SCHEMA -> x.schema().equals(y.schema());
            case RUNTIME -> x.runtime().equals(y.runtime());
            case CONFIG -> x.config().equals(y.config());
        };
    }

    private static Plan move(
            State state, ReleaseId to, Optional<Release> from, Optional<Release> target) {
        var risks = risks(state, to, from, target);
        boolean wayBack = state.isWayBack(to);
        var reasons = new ArrayList<String>();
        if (from.isPresent() && target.isPresent()) {
            reasons.addAll(callers(from.get(), target.get()));
        }
        reasons.addAll(risks);
        if (wayBack && !risks.isEmpty()) {
            reasons.add(to + " is where this rollout came from: going back needs nobody's consent");
        }
        return new Plan(
                Optional.of(to),
                risks.isEmpty() || wayBack ? Fit.OK : Fit.RISKY,
                from.flatMap(f -> target.map(t -> changes(f, t))).orElse(List.of()),
                from.flatMap(f -> target.map(t -> stays(f, t))).orElse(List.of()),
                List.of(),
                reasons);
    }

    /// What is not known to be right about the target.
    private static List<String> risks(
            State state, ReleaseId to, Optional<Release> from, Optional<Release> target) {
        var risks = new ArrayList<String>();
        if (!state.standing().isGood(to)) {
            risks.add(to + " never earned good");
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

    /// The service as a whole, and each part that differs.
    private static List<Change> changes(Release from, Release to) {
        var service =
                new Change(from.service(), "release", from.id().name(), to.id().name(), "switch");
        return Stream.concat(
                        Stream.of(service),
                        Arrays.stream(PartName.values())
                                .filter(part -> !same(from, to, part))
                                .map(part -> change(from, to, part)))
                .toList();
    }

    private static Change change(Release from, Release to, PartName part) {
        var was = from.parts().features().shared();
        var is = to.parts().features().shared();
        if (part == PartName.FEATURES && was.isPresent() && is.isPresent()) {
            var before = was.get().toString();
            return new Change(from.service(), part.text(), before, is.get().toString(), "pin");
        }
        return new Change(
                from.service(), part.text(), described(from, part), described(to, part), "switch");
    }

    private static List<String> stays(Release from, Release to) {
        return Arrays.stream(PartName.values())
                .filter(part -> same(from, to, part))
                .map(PartName::text)
                .toList();
    }

    private static String described(Release release, PartName part) {
        return release.parts().described().getOrDefault(part, "");
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
