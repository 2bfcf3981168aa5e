package lastgood.gateway.protocol.grpc;

import io.grpc.Metadata;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.protocol.Traffic;
import lastgood.gateway.routing.Lanes;
import lastgood.gateway.routing.Line;
import lastgood.gateway.running.Desk;
import lastgood.gateway.running.LoadedRelease;
import lastgood.gateway.running.Reply;
import lastgood.gateway.running.tensor.BadData;

/// What the port says of itself and of its services.
final class Descriptions {
    private static final int NAME = 1;
    private static final int VERSION = 2;

    private final Desk desk;
    private final String version;
    private final Traffic traffic;

    Descriptions(Desk desk, String version, Traffic traffic) {
        this.desk = desk;
        this.version = version;
        this.traffic = traffic;
    }

    void serverLive(Call call) {
        call.answer(new MessageWriter().truth(1, true));
    }

    void serverReady(Call call) {
        call.answer(new MessageWriter().truth(1, !traffic.isEnding()));
    }

    void server(Call call) {
        call.answer(
                new MessageWriter()
                        .text(NAME, "lastgood")
                        .text(VERSION, version)
                        .text(3, "model_repository"));
    }

    void modelReady(Call call) {
        about(
                call,
                (line, asked) -> {
                    var release = find(line, asked);
                    if (release.isEmpty() && asked.isPresent()) {
                        call.refuse(notThere(line, asked));
                    } else {
                        call.answer(new MessageWriter().truth(1, release.isPresent()));
                    }
                });
    }

    void model(Call call) {
        about(
                call,
                (line, asked) -> {
                    var release = find(line, asked);
                    if (release.isEmpty()) {
                        call.refuse(notThere(line, asked));
                    } else {
                        call.answer(described(release.get()).done(), beside(line, release.get()));
                    }
                });
    }

    /// What is said of a service, or of one of its releases.
    private interface Said {
        void of(Line<LoadedRelease> line, Optional<Integer> asked);
    }

    private void about(Call call, Said said) {
        switch (SmallRequest.of(call)) {
            case Outcome.Refused<SmallRequest>(var problem) -> call.refuse(problem);
            case Outcome.Done<SmallRequest>(var request) -> {
                var line = desk.line(request.text(NAME));
                if (line.isEmpty()) {
                    call.refuse(noSuchService(request.text(NAME)));
                    return;
                }
                try {
                    said.of(line.get(), SmallRequest.version(request.text(VERSION)));
                } catch (BadData e) {
                    call.refuse(Problem.of(Code.NO_SUCH_RELEASE, e.complaint()));
                }
            }
        }
    }

    static Problem noSuchService(String name) {
        return Problem.of(Code.NO_SUCH_SERVICE, "there is no service '" + name + "'");
    }

    private static MessageWriter described(LoadedRelease release) {
        var schema = release.release().parts().schema();
        var message =
                new MessageWriter()
                        .text(NAME, release.release().service().text())
                        .text(2, release.id().name())
                        .text(3, "lastgood");
        tensors(message, 4, schema.inputs());
        tensors(message, 5, schema.outputs());
        return message;
    }

    private static void tensors(MessageWriter message, int field, List<TensorSpec> specs) {
        for (var spec : specs) {
            message.message(
                    field,
                    new MessageWriter()
                            .text(1, spec.name())
                            .text(2, spec.datatype().name())
                            .numbers(3, spec.shape()));
        }
    }

    /// The release asked for, if it is loaded; unasked, the one that is live.
    private static Optional<LoadedRelease> find(Line<LoadedRelease> line, Optional<Integer> asked) {
        return asked.isEmpty()
                ? line.lanes().map(Lanes::live)
                : line.loaded().values().stream()
                        .filter(r -> r.id().number() == asked.get())
                        .findFirst();
    }

    private static Problem notThere(Line<LoadedRelease> line, Optional<Integer> asked) {
        var service = line.service().text();
        return asked.map(number ->
                        Problem.of(
                                Code.NO_SUCH_RELEASE,
                                "'%s' r%d is not loaded here".formatted(service, number)))
                .orElseGet(() -> ((Reply.Refused) Desk.notServing(service)).problem());
    }

    private static Metadata beside(Line<LoadedRelease> line, LoadedRelease release) {
        var beside = new Metadata();
        beside.put(Keys.RELEASE, release.id().name());
        line.lanes()
                .ifPresent(lanes -> beside.put(Keys.EPOCH, Long.toString(lanes.route().epoch())));
        return beside;
    }
}
