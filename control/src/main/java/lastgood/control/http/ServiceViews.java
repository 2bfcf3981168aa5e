package lastgood.control.http;

import java.util.List;
import java.util.Optional;
import lastgood.control.drill.DrillDesk;
import lastgood.control.guard.Watcher;
import lastgood.control.preflight.Preflight;
import lastgood.control.preflight.WayBack;
import lastgood.control.rollout.Backlog;
import lastgood.control.rollout.EndedRollout;
import lastgood.control.rollout.ServiceLoop;
import lastgood.control.rollout.StandbyKeeper;
import lastgood.core.guard.Reading;
import lastgood.core.port.Aliases;
import lastgood.core.port.RouteBoard;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.Sentences;
import lastgood.core.rollout.State;
import lastgood.wire.view.DrillView;
import lastgood.wire.view.MlflowView;
import lastgood.wire.view.PlanView;
import lastgood.wire.view.PreflightView;
import lastgood.wire.view.RolloutView;
import lastgood.wire.view.SightView;
import lastgood.wire.view.StatusView;

/// A service as people see it.
final class ServiceViews {
    private final Watcher watcher;
    private final StandbyKeeper standby;
    private final RouteBoard board;
    private final Aliases aliases;
    private final Preflight preflight;
    private final DrillDesk drills;

    ServiceViews(
            Watcher watcher,
            StandbyKeeper standby,
            RouteBoard board,
            Aliases aliases,
            Preflight preflight,
            DrillDesk drills) {
        this.preflight = preflight;
        this.drills = drills;
        this.watcher = watcher;
        this.standby = standby;
        this.board = board;
        this.aliases = aliases;
    }

    StatusView status(ServiceLoop loop) {
        var state = loop.state();
        var notReady = standby.notReady(loop.service(), state);
        var backlog = Backlog.of(loop, board);
        return StatusView.of(
                        loop.service(),
                        state,
                        new StatusView.Readiness(notReady.isEmpty(), notReady),
                        lastGoodReason(state),
                        backlog.changes(),
                        backlog.restartUndoes(),
                        rollout(loop, List.of()),
                        standby.rollbackTo(loop.service(), state))
                .withMlflow(aliases.of(loop.service()).map(MlflowView::of))
                .withWaysBack(
                        preflight.of(loop.service()).stream().map(ServiceViews::wayBack).toList(),
                        drills.last(loop.service()).map(DrillView::of));
    }

    private static PreflightView wayBack(WayBack way) {
        return new PreflightView(way.release().name(), way.isOpen(), way.reasons(), way.at());
    }

    /// A plan, with what stands of the service's retreats once it was carried out.
    PlanView plan(ServiceLoop loop, PlanView plan) {
        var backlog = Backlog.of(loop, board);
        var told = plan.withUnrecorded(backlog.changes(), backlog.restartUndoes());
        return target(loop, plan)
                .map(target ->
                        told.withDrills(
                                drills.passed(loop.service(), target).map(DrillView::of),
                                drills.last(loop.service(), target).map(DrillView::of)))
                .orElse(told);
    }

    private static Optional<ReleaseId> target(ServiceLoop loop, PlanView plan) {
        return loop.state().standing().releases().stream()
                .filter(id -> plan.target().equals(Optional.of(id.name())))
                .findFirst();
    }

    /// The rollout that is under way, or else the last there was.
    Optional<RolloutView> rollout(ServiceLoop loop, List<SightView> sights) {
        var state = loop.state();
        var judged = watcher.judge(loop.service(), state);
        List<Reading> readings = judged.map(Event.Judged::readings).orElse(List.of());
        return RolloutView.of(loop.service(), state.phase(), readings, sights)
                .map(view -> view.withWaits(judged.flatMap(j -> Rules.waits(state, j))))
                .or(() -> loop.ended().map(e -> ended(loop, e)))
                .map(view ->
                        view.withPromoted(promoted(loop, view))
                                .withCompared(watcher.compared(loop.service(), view.rollout())));
    }

    private static Optional<String> promoted(ServiceLoop loop, RolloutView view) {
        return loop.history().stream()
                .filter(line -> line.how().equals("promote"))
                .filter(line -> !line.at().isBefore(view.startedAt()))
                .filter(line ->
                        line.live().map(ReleaseId::name).equals(Optional.of(view.release())))
                .findFirst()
                .map(HistoryLine::why);
    }

    private RolloutView ended(ServiceLoop loop, EndedRollout e) {
        var ending =
                switch (e.line().how()) {
                    case "good" -> RolloutView.Ending.GOOD;
                    case "stop" -> RolloutView.Ending.STOPPED;
                    case "stuck" -> RolloutView.Ending.STUCK;
                    default -> RolloutView.Ending.RETURNED;
                };
        return RolloutView.ended(
                loop.service(),
                e.rollout(),
                e.step(),
                ending,
                e.line().at(),
                e.line().by(),
                e.line().why(),
                watcher.lastSaid(loop.service(), e));
    }

    private static Optional<String> lastGoodReason(State state) {
        if (state.standing().lastGood().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (state.phase()) {
                    case Phase.Empty _ -> "no release has been rolled out";
                    case Phase.Baking b ->
                            b.rollout().candidate()
                                    + " bakes until "
                                    + Sentences.instant(b.until());
                    case Phase.Unproven u ->
                            "no traffic yet: fewer than "
                                    + u.rollout().terms().minRequests()
                                    + " answers by "
                                    + u.rollout().candidate();
                    case Phase.Steady _,
                            Phase.Returned _,
                            Phase.Canary _,
                            Phase.Paused _,
                            Phase.Returning _,
                            Phase.Stuck _ ->
                            "no release has earned it";
                });
    }
}
