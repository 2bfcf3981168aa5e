package lastgood.control.rollback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lastgood.control.release.MixMaker;
import lastgood.control.rollout.RolloutDesk;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Metric;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.Mix;
import lastgood.core.rollback.Plan;
import lastgood.core.rollback.Planner;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.State;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.view.PlanView;

/// `rollback --only PART`: live's stack with one part of an older release.
///
/// Such a stack has never served. Where something declared, a tensor, or the replay of recorded rows speaks against it,
/// it is refused with the reason; otherwise it becomes a release of its own and goes out as a rollout, never at once.
public final class PartRollback {
    private final Releases releases;
    private final Workbench workbench;
    private final MixMaker maker;
    private final RolloutDesk rollouts;
    private final Function<ServiceName, Settings> settings;

    public PartRollback(
            Releases releases,
            Workbench workbench,
            MixMaker maker,
            RolloutDesk rollouts,
            Function<ServiceName, Settings> settings) {
        this.releases = releases;
        this.workbench = workbench;
        this.maker = maker;
        this.rollouts = rollouts;
        this.settings = settings;
    }

    Outcome<PlanView> rollback(
            ServiceLoop loop,
            RollbackRequest request,
            String only,
            Optional<ReleaseId> to,
            Actor by)
            throws IOException {
        var part = PartName.parse(only);
        if (part.isEmpty()) {
            var names =
                    Arrays.stream(PartName.values())
                            .map(PartName::text)
                            .collect(Collectors.joining(", "));
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "'" + only + "' is not a part of a release.")
                            .because("the parts are " + names)
                            .inState(loop.state().traffic()));
        }
        var state = loop.state();
        var live = find(loop, state.phase().serving());
        var target = find(loop, to.or(state::rollbackTo));
        if (live.isEmpty() || target.isEmpty()) {
            var nothing =
                    new Plan(
                            Optional.empty(),
                            Plan.Fit.BLOCKED,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of("there is no older release to take a part from"));
            return request.dryRun()
                    ? Outcome.done(PlanView.of(nothing, false))
                    : Outcome.refused(
                            Problem.of(
                                            Code.NOTHING_TO_RETURN_TO,
                                            "There is no release to take a part from.")
                                    .tryThis("lastgood release list " + loop.service())
                                    .inState(state.traffic()));
        }
        return rollback(loop, request, new Wish(part.get(), live.get(), target.get()), by);
    }

    private record Wish(PartName part, Release live, Release target) {}

    private Outcome<PlanView> rollback(
            ServiceLoop loop, RollbackRequest request, Wish wish, Actor by) throws IOException {
        if (Planner.same(wish.live(), wish.target(), wish.part())) {
            return Outcome.done(PlanView.of(alreadySo(wish), false));
        }
        var mix = Mix.of(wish.live(), wish.target(), wish.part());
        var against = new ArrayList<>(mix.conflicts());
        against.addAll(tried(loop, wish, mix));
        var plan = plan(wish, against);
        if (request.dryRun()) {
            return Outcome.done(PlanView.of(plan, false));
        }
        if (!against.isEmpty()) {
            return Outcome.refused(incompatible(loop, wish, against));
        }
        return switch (maker.make(
                wish.live(), wish.target().id(), wish.part(), mix.manifest(), by)) {
            case Outcome.Refused<ReleaseId>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<ReleaseId>(var id) ->
                    rollouts.start(loop, id.name(), by)
                            .then(_ -> Outcome.done(PlanView.of(started(plan, id), true)));
        };
    }

    /// What speaks against the mix when it is tried: its tensors, and recorded rows.
    private List<String> tried(ServiceLoop loop, Wish wish, Mix mix) {
        if (workbench.inspect(mix.manifest().parts().graphs())
                instanceof Outcome.Refused<Workbench.Signature>(var problem)) {
            var reasons = new ArrayList<>(List.of(problem.what()));
            reasons.addAll(problem.why());
            return reasons;
        }
        var rows = wish.live().evidence().rows();
        if (rows.isEmpty()) {
            return List.of();
        }
        var set = settings.apply(loop.service());
        var before = workbench.replay(wish.live().parts(), rows.get(), set);
        var after = workbench.replay(mix.manifest().parts(), rows.get(), set);
        if (before instanceof Outcome.Done<Workbench.Score>(var was)
                && after instanceof Outcome.Done<Workbench.Score>(var is)
                && was.rows() > 0) {
            return is.rate() < 1 - worst(set, 1 - was.rate())
                    ? List.of(
                            String.format(
                                    Locale.ROOT,
                                    "replay of %d recorded rows: accuracy %.1f %% instead of %.1f %%",
                                    is.rows(),
                                    100 * is.rate(),
                                    100 * was.rate()))
                    : List.of();
        }
        return after instanceof Outcome.Refused<Workbench.Score>(var problem)
                ? List.of("replay of recorded rows failed: " + problem.what())
                : List.of();
    }

    /// The greatest part of wrong answers that the service's own quality guards allow beside `live`.
    private static double worst(Settings settings, double live) {
        return settings.terms().guards().lines().stream()
                .filter(g -> g.metric() == Metric.QUALITY_ERROR_RATE)
                .mapToDouble(g ->
                        switch (g.bound()) {
                            case Bound.Limit(var rate) -> rate;
                            case Bound.Above(var margin) -> live + margin;
                            case Bound.Times(var ratio) -> live * ratio;
                            case Bound.Within _ -> 1;
                        })
                .min()
                .orElse(1);
    }

    private static Plan plan(Wish wish, List<String> against) {
        var part = wish.part().text();
        var change =
                new Plan.Change(
                        wish.live().service(),
                        part,
                        String.valueOf(wish.live().parts().described().get(wish.part())),
                        String.valueOf(wish.target().parts().described().get(wish.part())),
                        "switch");
        var stays =
                Arrays.stream(PartName.values())
                        .filter(p -> p != wish.part())
                        .map(PartName::text)
                        .toList();
        var reasons =
                against.isEmpty()
                        ? List.of(
                                "this stack has never served: it becomes a release of its own and goes out as a rollout")
                        : against;
        return new Plan(
                Optional.of(wish.target().id()),
                against.isEmpty() ? Plan.Fit.RISKY : Plan.Fit.BLOCKED,
                List.of(change),
                stays,
                List.of(),
                reasons);
    }

    private static Plan alreadySo(Wish wish) {
        return new Plan(
                Optional.empty(),
                Plan.Fit.OK,
                List.of(),
                Arrays.stream(PartName.values()).map(PartName::text).toList(),
                List.of(),
                List.of(
                        "the "
                                + wish.part().text()
                                + " is the same in "
                                + wish.live().id()
                                + " and "
                                + wish.target().id()));
    }

    private static Plan started(Plan plan, ReleaseId id) {
        return new Plan(
                Optional.of(id),
                plan.verdict(),
                plan.changes(),
                plan.stays(),
                plan.impact(),
                List.of("it became " + id + ", and its rollout has started"));
    }

    private static Problem incompatible(ServiceLoop loop, Wish wish, List<String> against) {
        State state = loop.state();
        return Problem.of(
                        Code.INCOMPATIBLE,
                        "Rollback of only the "
                                + wish.part().text()
                                + " of "
                                + loop.service()
                                + " to "
                                + wish.target().id()
                                + " was refused.")
                .because(against)
                .tryThis("lastgood rollback " + loop.service() + " --to " + wish.target().id())
                .inState("Nothing was changed. " + state.traffic());
    }

    private Optional<Release> find(ServiceLoop loop, Optional<ReleaseId> id) throws IOException {
        return id.isPresent() ? releases.find(loop.service(), id.get()) : Optional.empty();
    }
}
