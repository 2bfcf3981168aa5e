package lastgood.gateway.protocol.grpc;

import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.protocol.ModelRepository;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;

/// The model repository over gRPC, as Triton's and KServe's clients ask for it.
final class Repository {
    private static final int ONLY_READY = 2;
    private static final int MODEL_NAME = 2;

    /// Where KServe's clients put it; Triton's have the name of a repository there, and send none.
    private static final int OTHER_MODEL_NAME = 1;

    private final Desk desk;
    private final ModelRepository repository;

    Repository(Desk desk) {
        this.desk = desk;
        repository = new ModelRepository(desk);
    }

    void index(Call call) {
        switch (SmallRequest.of(call)) {
            case Outcome.Refused<SmallRequest>(var problem) -> call.refuse(problem);
            case Outcome.Done<SmallRequest>(var request) -> {
                var answer = new MessageWriter();
                repository.index(request.truth(ONLY_READY)).forEach(row -> write(answer, row));
                call.answer(answer);
            }
        }
    }

    /// Done already where a release is live; no other gets live by it, and none is changed.
    void load(Call call) {
        about(
                call,
                (line, request) ->
                        request.hasParameters()
                                ? Optional.of(ModelRepository.NEVER_CHANGED)
                                : ModelRepository.objectionToLoad(line));
    }

    /// Done already where nothing is loaded.
    void unload(Call call) {
        about(call, (line, _) -> ModelRepository.objectionToUnload(line));
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

    private static void write(MessageWriter answer, ModelRepository.Row row) {
        answer.message(
                1,
                new MessageWriter()
                        .text(1, row.service())
                        .text(2, row.version().orElse(""))
                        .text(3, row.state())
                        .text(4, row.reason()));
    }
}
