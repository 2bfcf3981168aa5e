package lastgood.core.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.Plan.Change;
import lastgood.core.rollback.Plan.Fit;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.State;

/// Says what a rollback of one service will move.
///
/// Components run side by side in this version, so each release reads the version it names and no other service moves.
public final class Planner {
    private Planner() {}

    /// The plan of the very event that would be decided: what the rules refuse is BLOCKED with their reasons.
    ///
    /// @param decision what the rules say to the event
    /// @param from the release that would be left, with its parts; empty: not in the store
    /// @param target where the event would go, with its parts; empty: not in the store, or nowhere
    public static Plan plan(
            State state, Decision decision, Optional<Release> from, Optional<Release> target) {
        return switch (decision) {
            case Decision.Nothing() -> nothing(List.of(alreadyBack(state)));
            case Decision.Refused(var problem) -> {
                var reasons = new ArrayList<String>();
                reasons.add(problem.what());
                reasons.addAll(problem.why());
                yield new Plan(
                        Optional.empty(), Fit.BLOCKED, List.of(), List.of(), List.of(), reasons);
            }
            case Decision.Changed _ ->
                    from.isPresent() && target.isPresent()
                            ? move(state, from.get(), target.get())
                            : unknown(target);
        };
    }

    /// `already back on r1 since …`
    public static String alreadyBack(State state) {
        return switch (state.phase()) {
            case Phase.Returned r -> "already back on " + r.live() + " since " + r.at();
            case Phase.Returning r -> "already on the way back to " + r.to() + " since " + r.at();
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

    /// What differs between two releases, as the moves that a rollback from one to the other makes.
    static List<Change> changes(Release from, Release to) {
        var changes = new ArrayList<Change>();
        changes.add(
                new Change(from.service(), "release", from.id().name(), to.id().name(), "switch"));
        var before = from.parts().described();
        var after = to.parts().described();
        for (var part : PartName.values()) {
            if (!same(from, to, part)) {
                changes.add(
                        change(
                                from,
                                to,
                                part,
                                String.valueOf(before.get(part)),
                                String.valueOf(after.get(part))));
            }
        }
        return changes;
    }

    private static Plan move(State state, Release live, Release target) {
        var reasons = new ArrayList<String>();
        var stays = new ArrayList<String>();
        for (var part : PartName.values()) {
            if (same(live, target, part)) {
                stays.add(part.text());
            }
        }
        if (!live.parts().schema().inputs().equals(target.parts().schema().inputs())) {
            reasons.add(
                    "callers must send what "
                            + target.id()
                            + " takes: "
                            + target.parts().schema().inputs());
        }
        var risks = risks(state, target);
        reasons.addAll(risks);
        return new Plan(
                Optional.of(target.id()),
                risks.isEmpty() ? Fit.OK : Fit.RISKY,
                changes(live, target),
                stays,
                List.of(),
                reasons);
    }

    /// A rollout's own origin served a moment ago: going back to it is no risk that anybody has to accept.
    private static List<String> risks(State state, Release target) {
        var risks = new ArrayList<String>();
        if (state.rollbackTo().equals(Optional.of(target.id()))) {
            return risks;
        }
        if (!state.standing().isGood(target.id())) {
            risks.add(target.id() + " never earned good");
        }
        if (target.evidence().golden().isEmpty()) {
            risks.add(target.id() + " has no golden answers to be verified by");
        }
        return risks;
    }

    private static Change change(
            Release from, Release to, PartName part, String before, String after) {
        var was = from.parts().features().shared();
        var is = to.parts().features().shared();
        return part == PartName.FEATURES && was.isPresent() && is.isPresent()
                ? new Change(
                        from.service(),
                        part.text(),
                        was.get().toString(),
                        is.get().toString(),
                        "pin")
                : new Change(from.service(), part.text(), before, after, "switch");
    }

    private static boolean same(Release a, Release b, PartName part) {
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

    private static Plan nothing(List<String> reasons) {
        return new Plan(Optional.empty(), Fit.OK, List.of(), List.of(), List.of(), reasons);
    }

    private static Plan unknown(Optional<Release> target) {
        var what = target.map(t -> "what serves now").orElse("the target") + " is not in the store";
        return new Plan(
                target.map(Release::id), Fit.RISKY, List.of(), List.of(), List.of(), List.of(what));
    }
}
