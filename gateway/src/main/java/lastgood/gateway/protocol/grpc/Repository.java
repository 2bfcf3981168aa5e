package lastgood.gateway.protocol.grpc;

import java.util.Comparator;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Route;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;

/// Releases as a model repository in Triton's manner: it can be looked at, and it changes nothing. What serves is changed by
/// rollouts and rollbacks, with guards that watch and somebody who is named.
final class Repository {
    private static final int ONLY_READY = 2;
    private static final int MODEL_NAME = 2;

    /// Where KServe's clients put it; Triton's have the name of a repository there, and send none.
    private static final int OTHER_MODEL_NAME = 1;

    private final Desk desk;

    Repository(Desk desk) {
        this.desk = desk;
    }

    /// One row a loaded release, or one of the service where none is.
    void index(Call call) {
        switch (SmallRequest.of(call)) {
            case Outcome.Refused<SmallRequest>(var problem) -> call.refuse(problem);
            case Outcome.Done<SmallRequest>(var request) -> {
                var answer = new MessageWriter();
                desk.lines().stream()
                        .sorted(Comparator.comparing(line -> line.service().text()))
                        .forEach(line -> rows(answer, line, request.truth(ONLY_READY)));
                call.answer(answer);
            }
        }
    }

    /// Done already where a release is live; no other gets live by it, and none is changed.
    void load(Call call) {
        about(
                call,
                (line, request) -> {
                    var service = line.service().text();
                    if (request.hasParameters()) {
                        return Optional.of(
                                "a release is never changed, so nothing is loaded with parameters: create another one and roll it out, lastgood release create, lastgood rollout start");
                    }
                    return line.lanes().isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    "'%s' has no live release, and none gets live by being loaded: lastgood rollout start %s RELEASE"
                                            .formatted(service, service));
                });
    }

    /// Done already where nothing is loaded.
    void unload(Call call) {
        about(
                call,
                (line, _) -> {
                    var service = line.service().text();
                    return line.loaded().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    "'%s' stays loaded: what serves, and what it would go back to, is not taken away from here; to go back: lastgood rollback %s"
                                            .formatted(service, service));
                });
    }

    private interface Objection {
        Optional<String> to(Line<LoadedRelease> line, SmallRequest request);
    }

    private void about(Call call, Objection objection) {
        switch (SmallRequest.of(call)) {
            case Outcome.Refused<SmallRequest>(var problem) -> call.refuse(problem);
            case Outcome.Done<SmallRequest>(var request) -> {
                var said = request.text(MODEL_NAME);
                var name = said.isEmpty() ? request.text(OTHER_MODEL_NAME) : said;
                var line = desk.line(name);
                if (line.isEmpty()) {
                    call.refuse(Descriptions.noSuchService(name));
                    return;
                }
                objection
                        .to(line.get(), request)
                        .ifPresentOrElse(
                                why -> call.refuse(Problem.of(Code.NOT_FOR_CALLERS, why)),
                                () -> call.answer(new MessageWriter()));
            }
        }
    }

    private static void rows(MessageWriter answer, Line<LoadedRelease> line, boolean onlyReady) {
        line.loaded().values().stream()
                .sorted(Comparator.comparingInt(release -> release.id().number()))
                .forEach(release ->
                        row(answer, line, release.id().name(), "READY", place(line, release)));
        if (line.loaded().isEmpty() && !onlyReady) {
            row(answer, line, "", "UNAVAILABLE", "no release is loaded");
        }
    }

    private static void row(
            MessageWriter answer,
            Line<LoadedRelease> line,
            String version,
            String state,
            String reason) {
        answer.message(
                1,
                new MessageWriter()
                        .text(1, line.service().text())
                        .text(2, version)
                        .text(3, state)
                        .text(4, reason));
    }

    private static String place(Line<LoadedRelease> line, LoadedRelease release) {
        var split = line.lanes().map(lanes -> lanes.route().split());
        if (split.filter(s -> s.live().equals(release.id())).isPresent()) {
            return "live";
        }
        return split.filter(s ->
                        s instanceof Route.Split.Trying t && t.candidate().equals(release.id()))
                        .isPresent()
                ? "candidate"
                : "standby";
    }
}
