package lastgood.control.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import lastgood.control.model.ModelFiles;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.State;
import lastgood.wire.Json;
import lastgood.wire.request.LabelsRequest;
import lastgood.wire.request.PruneRequest;
import lastgood.wire.request.ReasonRequest;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.request.RolloutRequest;
import lastgood.wire.view.DiffView;
import lastgood.wire.view.HistoryView;
import lastgood.wire.view.PrunedView;
import lastgood.wire.view.ReleaseView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What can be asked about one service.
final class ServiceEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceEndpoints.class);
    private static final String BASE = "/api/v1/services";
    private static final String ONE = BASE + "/{service}";
    private static final int SMALL_BODY = 64 << 10;
    private static final int LABELS_BODY = 16 << 20;

    private final Desks desks;
    private final ServiceViews views;
    private final ModelFiles models;

    ServiceEndpoints(Desks desks) {
        this.desks = desks;
        this.models = new ModelFiles(desks.releases());
        this.views =
                new ServiceViews(
                        desks.watcher(),
                        desks.standby(),
                        desks.board(),
                        desks.aliases(),
                        desks.preflight(),
                        desks.drills());
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get(
                        BASE,
                        _ ->
                                Reply.json(
                                        desks.services().all().stream()
                                                .map(views::status)
                                                .toList())),
                Endpoint.get(ONE, call -> with(call, loop -> Reply.json(views.status(loop)))),
                Endpoint.get(ONE + "/history", call -> with(call, ServiceEndpoints::history)),
                Endpoint.get(ONE + "/releases", call -> with(call, this::releases)),
                Endpoint.get(ONE + "/pruned", call -> with(call, ServiceEndpoints::pruned)),
                Endpoint.get(
                        ONE + "/releases/{ref}", call -> with(call, loop -> release(loop, call))),
                Endpoint.post(
                        ONE + "/releases/{ref}/hold", call -> with(call, loop -> hold(loop, call))),
                Endpoint.post(
                        ONE + "/releases/{ref}/unhold",
                        call -> with(call, loop -> unhold(loop, call))),
                Endpoint.get(ONE + "/diff", call -> with(call, loop -> diff(loop, call))),
                Endpoint.post(ONE + "/rollouts", call -> with(call, loop -> start(loop, call))),
                Endpoint.get(ONE + "/rollout", call -> with(call, this::rollout)),
                Endpoint.post(
                        ONE + "/rollout/pause",
                        call -> act(call, (l, by, _) -> desks.rollouts().pause(l, by))),
                Endpoint.post(
                        ONE + "/rollout/resume",
                        call -> act(call, (l, by, _) -> desks.rollouts().resume(l, by))),
                Endpoint.post(
                        ONE + "/rollout/promote",
                        call -> act(call, (l, by, _) -> desks.rollouts().promote(l, by))),
                Endpoint.post(
                        ONE + "/rollout/stop",
                        call -> act(call, (l, by, why) -> desks.rollouts().stop(l, by, why))),
                Endpoint.post(ONE + "/rollbacks", call -> with(call, loop -> rollback(loop, call))),
                Endpoint.post(ONE + "/prunes", call -> with(call, loop -> prune(loop, call))),
                Endpoint.post(ONE + "/labels", call -> with(call, loop -> labels(loop, call))));
    }

    @FunctionalInterface
    private interface OnLoop {
        Reply handle(ServiceLoop loop) throws IOException;
    }

    @FunctionalInterface
    private interface Act {
        Outcome<State> on(ServiceLoop loop, Actor by, String reason);
    }

    private Reply with(Call call, OnLoop handler) throws IOException {
        return switch (desks.services().named(call.path("service"))) {
            case Outcome.Done<ServiceLoop>(var loop) -> about(loop, handler);
            case Outcome.Refused<ServiceLoop>(var problem) -> Reply.problem(problem);
        };
    }

    private static Reply about(ServiceLoop loop, OnLoop handler) throws IOException {
        try {
            return handler.handle(loop).about(loop.service(), loop.state());
        } catch (Blobs.DamagedException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            LOG.error("{}: the store could not be read or written", loop.service(), e);
            return Reply.problem(StoreTrouble.of(e)).about(loop.service(), loop.state());
        }
    }

    private Reply act(Call call, Act act) throws IOException {
        return with(
                call,
                loop ->
                        Reply.of(
                                reason(call)
                                        .then(why -> act.on(loop, call.by(), why))
                                        .then(_ -> Outcome.done(loop)),
                                l ->
                                        views.rollout(l, List.of())
                                                .map(Object.class::cast)
                                                .orElseGet(() -> views.status(l))));
    }

    private static Reply history(ServiceLoop loop) {
        return Reply.json(loop.history().stream().map(HistoryView::of).toList());
    }

    private Reply releases(ServiceLoop loop) throws IOException {
        var state = loop.state();
        return Reply.json(
                desks.releases().list(loop.service()).stream()
                        .map(r -> ReleaseView.of(r, state))
                        .toList());
    }

    private static Reply pruned(ServiceLoop loop) {
        return Reply.json(PrunedView.all(loop.service(), loop.state().standing()));
    }

    private Reply release(ServiceLoop loop, Call call) throws IOException {
        return Reply.of(find(loop, call.path("ref")), r -> ReleaseView.of(r, loop.state()));
    }

    private Reply hold(ServiceLoop loop, Call call) throws IOException {
        return held(
                loop,
                call,
                why ->
                        unchecked(() ->
                                desks.rollouts().hold(loop, call.path("ref"), call.by(), why)));
    }

    private Reply unhold(ServiceLoop loop, Call call) throws IOException {
        return held(
                loop,
                call,
                why ->
                        unchecked(() ->
                                desks.rollouts().unhold(loop, call.path("ref"), call.by(), why)));
    }

    private Reply held(ServiceLoop loop, Call call, Function<String, Outcome<State>> act)
            throws IOException {
        return Reply.of(
                reason(call).then(act).then(_ -> unchecked(() -> find(loop, call.path("ref")))),
                release -> ReleaseView.of(release, loop.state()));
    }

    private Reply diff(ServiceLoop loop, Call call) throws IOException {
        var from = find(loop, call.query("from").orElse("last-good"));
        var to = find(loop, call.query("to").orElse("live"));
        return Reply.of(from.then(f -> to.then(t -> Outcome.done(diff(f, t)))), view -> view);
    }

    private Reply start(ServiceLoop loop, Call call) throws IOException {
        return Reply.of(
                json(call, RolloutRequest.class)
                        .then(r ->
                                unchecked(() ->
                                        desks.rollouts().start(loop, r.release(), call.by()))),
                state ->
                        views.rollout(loop, Sights.of(state, desks.traffic().apply(loop.service())))
                                .map(Object.class::cast)
                                .orElseGet(() -> views.status(loop)));
    }

    private Reply rollout(ServiceLoop loop) {
        return views.rollout(loop, List.of())
                .map(Reply::json)
                .orElseGet(() ->
                        Reply.problem(
                                Problem.of(
                                                Code.NO_ROLLOUT,
                                                loop.service() + " has had no rollout yet.")
                                        .tryThis("lastgood rollout start " + loop.service() + " r1")
                                        .inState(loop.state().traffic())));
    }

    private Reply rollback(ServiceLoop loop, Call call) throws IOException {
        return Reply.of(
                json(call, RollbackRequest.class)
                        .then(r -> unchecked(() -> desks.rollbacks().rollback(loop, r, call.by()))),
                view -> views.plan(loop, view));
    }

    private Reply prune(ServiceLoop loop, Call call) throws IOException {
        return Reply.of(
                json(call, PruneRequest.class)
                        .then(r -> unchecked(() -> desks.retention().prune(loop, r, call.by()))),
                view -> view);
    }

    /// The guards are read before this answers, so whoever sends the label that trips one sees it at once.
    private Reply labels(ServiceLoop loop, Call call) throws IOException {
        var body = call.body(LABELS_BODY);
        boolean lines = call.header("Content-Type").orElse("").startsWith(LabelsRequest.NDJSON);
        return Reply.of(
                body.then(bytes ->
                                lines
                                        ? LabelsRequest.readLines(
                                                new java.io.ByteArrayInputStream(bytes))
                                        : LabelsRequest.read(
                                                new java.io.ByteArrayInputStream(bytes)))
                        .then(request ->
                                unchecked(() ->
                                        Outcome.done(
                                                desks.labels().take(loop.service(), request)))),
                view -> {
                    if (view.accepted() > 0) {
                        desks.watcher().look(loop);
                    }
                    return view;
                });
    }

    /// The same file is not read to say the same.
    private DiffView diff(Release from, Release to) {
        if (graph(from).equals(graph(to))) {
            return DiffView.of(from, to);
        }
        return DiffView.of(from, to, models.lines(from), models.lines(to));
    }

    private static Digest graph(Release release) {
        return release.parts().model().graph().digest();
    }

    private Outcome<Release> find(ServiceLoop loop, String reference) throws IOException {
        return switch (desks.references().resolve(loop.service(), loop.state(), reference)) {
            case Outcome.Refused<ReleaseId>(var problem) -> Outcome.refused(problem);
            case Outcome.Done<ReleaseId>(var id) ->
                    desks.releases()
                            .find(loop.service(), id)
                            .map(Outcome::done)
                            .orElseGet(() ->
                                    Outcome.refused(
                                            Problem.of(
                                                    Code.NO_SUCH_RELEASE,
                                                    id
                                                            + " is numbered but was never stored in full.")));
        };
    }

    private static Outcome<String> reason(Call call) throws IOException {
        return call.body(SMALL_BODY)
                .then(bytes ->
                        bytes.length == 0
                                ? Outcome.done("")
                                : Json.read(bytes, ReasonRequest.class, Code.WRONG_USAGE)
                                        .then(r -> Outcome.done(r.reason().orElse(""))));
    }

    private static <T> Outcome<T> json(Call call, Class<T> type) throws IOException {
        return call.body(SMALL_BODY).then(bytes -> Json.read(bytes, type, Code.WRONG_USAGE));
    }

    @FunctionalInterface
    private interface Work<T> {
        Outcome<T> run() throws IOException;
    }

    private static <T> Outcome<T> unchecked(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
