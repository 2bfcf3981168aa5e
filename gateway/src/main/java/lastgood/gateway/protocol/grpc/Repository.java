package lastgood.gateway.protocol.grpc;

import java.util.Comparator;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;

/// The releases as a model repository in Triton's manner. It can be read; what serves is changed by rollouts and rollbacks, and by
/// no caller of the prediction port.
final class Repository {
    private static final int MODEL_NAME = 2;
    private static final int ONLY_READY = 2;

    private final Desk desk;

    Repository(Desk desk) {
        this.desk = desk;
    }

    void index(Call call) {
        switch (SmallRequest.of(call)) {
            case Outcome.Refused<SmallRequest>(var problem) -> call.refuse(problem);
            case Outcome.Done<SmallRequest>(var request) -> {
                var answer = new MessageWriter();
                desk.lines().stream()
                        .sorted(Comparator.comparing(line -> line.service().text()))
                        .forEach(line -> list(answer, line, request.truth(ONLY_READY)));
                call.answer(answer);
            }
        }
    }

    void load(Call call) {
        about(
                call,
                (service, live) -> {
                    if (live) {
                        call.answer(
                                new MessageWriter()); // it is already what it is asked to become
                    } else {
                        call.refuse(notFromHere("lastgood rollout start " + service + " rN"));
                    }
                });
    }

    void unload(Call call) {
        about(call, (service, _) -> call.refuse(notFromHere("lastgood rollback " + service)));
    }

    /// What is to become of a service.
    private interface Wish {
        void about(String service, boolean live);
    }

    private void about(Call call, Wish wish) {
        switch (SmallRequest.of(call)) {
            case Outcome.Refused<SmallRequest>(var problem) -> call.refuse(problem);
            case Outcome.Done<SmallRequest>(var request) -> {
                var name = request.text(MODEL_NAME);
                var line = desk.line(name);
                if (line.isEmpty()) {
                    call.refuse(Descriptions.noSuchService(name));
                } else {
                    wish.about(name, line.get().lanes().isPresent());
                }
            }
        }
    }

    private static Problem notFromHere(String command) {
        return Problem.of(
                        Code.NOT_FOR_CALLERS,
                        "what a service serves is not changed over the prediction port")
                .tryThis(command);
    }

    private static void list(MessageWriter answer, Line<LoadedRelease> line, boolean onlyReady) {
        var live = line.lanes().map(Lanes::live).map(LoadedRelease::id);
        line.loaded().values().stream()
                .map(LoadedRelease::id)
                .filter(id -> !onlyReady || live.equals(java.util.Optional.of(id)))
                .sorted(Comparator.comparingInt(id -> id.number()))
                .forEach(id -> {
                    boolean serves = live.equals(java.util.Optional.of(id));
                    answer.message(
                            1,
                            new MessageWriter()
                                    .text(1, line.service().text())
                                    .text(2, id.name())
                                    .text(3, serves ? "READY" : "UNAVAILABLE")
                                    .text(4, serves ? "" : "loaded, but not live"));
                });
    }
}
