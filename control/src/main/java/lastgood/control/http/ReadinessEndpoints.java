package lastgood.control.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.wire.Json;
import lastgood.wire.request.DrillRequest;

/// Whether the way back works: looked at by the doctor, proven by drills.
final class ReadinessEndpoints {
    private static final String ONE = "/api/v1/services/{service}";
    private static final int SMALL_BODY = 64 << 10;

    private final Desks desks;

    ReadinessEndpoints(Desks desks) {
        this.desks = desks;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/api/v1/doctor", _ -> Reply.json(desks.doctor().all())),
                Endpoint.get(
                        ONE + "/doctor",
                        call -> on(call, loop -> Reply.json(desks.doctor().of(loop)))),
                Endpoint.post(ONE + "/drills", call -> on(call, loop -> drill(loop, call))),
                Endpoint.get(
                        ONE + "/drills",
                        call -> on(call, loop -> Reply.json(desks.drills().list(loop.service())))),
                Endpoint.get(
                        "/api/v1/drills/{id}",
                        call -> Reply.of(desks.drills().show(call.path("id")), view -> view)),
                Endpoint.get("/api/v1/drills/{id}/evidence", this::evidence));
    }

    @FunctionalInterface
    private interface OnLoop {
        Reply handle(ServiceLoop loop) throws IOException;
    }

    private Reply on(Call call, OnLoop handler) throws IOException {
        return switch (desks.services().named(call.path("service"))) {
            case Outcome.Refused<ServiceLoop>(var problem) -> Reply.problem(problem);
            case Outcome.Done<ServiceLoop>(var loop) ->
                    handler.handle(loop).about(loop.service(), loop.state());
        };
    }

    private Reply drill(ServiceLoop loop, Call call) throws IOException {
        var request =
                call.body(SMALL_BODY)
                        .then(bytes -> Json.read(bytes, DrillRequest.class, Code.WRONG_USAGE));
        return switch (request) {
            case Outcome.Refused<DrillRequest>(var problem) -> Reply.problem(problem);
            case Outcome.Done<DrillRequest>(var asked) ->
                    Reply.of(
                            desks.drills().run(loop, asked.mode().orElse("restore"), call.by()),
                            view -> view);
        };
    }

    private Reply evidence(Call call) throws IOException {
        return switch (desks.drills().evidence(call.path("id"))) {
            case Outcome.Refused<byte[]>(var problem) -> Reply.problem(problem);
            case Outcome.Done<byte[]>(var bytes) ->
                    Reply.text("application/json", new String(bytes, StandardCharsets.UTF_8));
        };
    }
}
