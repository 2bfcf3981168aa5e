package lastgood.control.rollback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.control.release.MixMaker;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.steering.RolloutDesk;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Manifest;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.Mix;
import lastgood.core.rollback.PartChanges;
import lastgood.core.rollback.Plan;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Standing;
import lastgood.core.rollout.State;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.view.PlanView;

/// `rollback --only PART`: live's stack with one part of an older release.
///
/// Such a stack has never served. Where something declared, a tensor, or the replay of recorded rows speaks against it,
/// it is refused with the reason; otherwise it becomes a release of its own and goes out as a rollout, never at once.
public final class PartRollback {
    private final Releases releases;
    private final MixTrial trial;
    private final MixMaker maker;
    private final RolloutDesk rollouts;

    public PartRollback(
            Releases releases,
            Workbench workbench,
            MixMaker maker,
            RolloutDesk rollouts,
            Function<ServiceName, Settings> settings) {
        this.releases = releases;
        trial = new MixTrial(workbench, settings);
        this.maker = maker;
        this.rollouts = rollouts;
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

    private Outcome<PlanView> rollback(
            ServiceLoop loop, RollbackRequest request, Wish wish, Actor by) throws IOException {
        if (PartChanges.same(wish.live(), wish.target(), wish.part())) {
            return Outcome.done(PlanView.of(wish.alreadySo(), false));
        }
        var mix = Mix.of(wish.live(), wish.target(), wish.part());
        var against = new ArrayList<>(mix.conflicts());
        against.addAll(trial.against(wish, mix.manifest()));
        if (!against.isEmpty()) {
            var plan = wish.plan(Optional.of(wish.target().id()), Plan.Fit.BLOCKED, against);
            return request.dryRun()
                    ? Outcome.done(PlanView.of(plan, false))
                    : Outcome.refused(incompatible(loop, wish, against));
        }
        var standing = loop.state().standing();
        var digest = releases.seal(mix.manifest());
        var known = standing.release(digest);
        var id = known.orElseGet(() -> new ReleaseId(standing.releases().size() + 1, digest));
        var refusal = rollouts.refusal(loop, id, mix.manifest().parts().schema(), by);
        if (request.dryRun()) {
            return Outcome.done(
                    PlanView.of(
                            refusal.map(problem -> blocked(wish, problem))
                                    .orElseGet(() -> fitting(standing, wish, known)),
                            false));
        }
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        var plan = fitting(standing, wish, known);
        return plan.verdict() == Plan.Fit.RISKY && !request.yes()
                ? Outcome.refused(risky(loop, wish, plan))
                : start(loop, wish, mix.manifest(), by);
    }

    private Outcome<PlanView> start(ServiceLoop loop, Wish wish, Manifest mix, Actor by)
            throws IOException {
        return switch (maker.make(wish.live(), wish.target().id(), wish.part(), mix, by)) {
            case Outcome.Refused<ReleaseId>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<ReleaseId>(var id) ->
                    rollouts.start(loop, id.name(), by)
                            .then(_ -> Outcome.done(PlanView.of(started(wish, id), true)));
        };
    }

    /// The stack fits, and cannot go out now.
    private static Plan blocked(Wish wish, Problem problem) {
        var reasons = Stream.concat(Stream.of(problem.what()), problem.why().stream()).toList();
        return wish.plan(Optional.of(wish.target().id()), Plan.Fit.BLOCKED, reasons);
    }

    /// @param known the release that this stack is already, if it is one
    private static Plan fitting(Standing standing, Wish wish, Optional<ReleaseId> known) {
        if (known.isEmpty()) {
            return wish.plan(
                    known,
                    Plan.Fit.RISKY,
                    List.of(
                            "this stack has never served: it becomes a release of its own and goes out as a rollout"));
        }
        boolean good = standing.isGood(known.get());
        return wish.plan(
                known,
                good ? Plan.Fit.OK : Plan.Fit.RISKY,
                List.of(
                        "this stack is "
                                + known.get()
                                + (good ? ", which earned good" : ", which never earned good")
                                + ": it goes out as a rollout"));
    }

    private static Problem risky(ServiceLoop loop, Wish wish, Plan plan) {
        return Problem.of(
                        Code.NEEDS_CONSENT,
                        "Only the "
                                + wish.part().text()
                                + " of "
                                + loop.service()
                                + " would go back, which is risky and was not done.")
                .because(plan.reasons())
                .tryThis(
                        "lastgood rollback "
                                + loop.service()
                                + " --to "
                                + wish.target().id()
                                + " --only "
                                + wish.part().text()
                                + " --yes")
                .inState(loop.state().traffic());
    }

    private static Plan started(Wish wish, ReleaseId id) {
        return wish.plan(
                Optional.of(id),
                Plan.Fit.RISKY,
                List.of("it is " + id + ", and its rollout has started"));
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
