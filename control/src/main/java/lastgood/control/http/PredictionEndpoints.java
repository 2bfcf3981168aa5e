package lastgood.control.http;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.PredictionRecords.Query;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.ServiceName;
import lastgood.wire.Json;
import lastgood.wire.request.PredictionQueryRequest;
import lastgood.wire.view.PredictionLogView;
import lastgood.wire.view.PredictionTableView;

/// The prediction log, for those who ask what was predicted.
final class PredictionEndpoints {
    private static final int BODY = 256 << 10;
    private static final int USUAL_ROWS = 1000;
    private static final int MOST_ROWS = 100_000;

    private final Desks desks;

    PredictionEndpoints(Desks desks) {
        this.desks = desks;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get(
                        "/api/v1/predictions",
                        _ -> Reply.json(PredictionLogView.of(desks.predictions()))),
                Endpoint.post("/api/v1/predictions/queries", this::query));
    }

    private Reply query(Call call) throws IOException {
        return Reply.of(
                call.body(BODY)
                        .then(bytes ->
                                Json.read(bytes, PredictionQueryRequest.class, Code.WRONG_USAGE))
                        .then(this::understood)
                        .then(desks.predictions()::query),
                PredictionTableView::of);
    }

    private Outcome<Query> understood(PredictionQueryRequest request) {
        Optional<Instant> since;
        try {
            since = request.since().map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Outcome.refused(
                    Problem.of(
                                    Code.WRONG_USAGE,
                                    "'" + request.since().orElse("") + "' is no moment.")
                            .because("'since' is a moment such as 2026-11-23T02:14:07Z"));
        }
        int limit = request.limit().orElse(USUAL_ROWS);
        if (limit < 1 || limit > MOST_ROWS) {
            return Outcome.refused(
                    Problem.of(
                                    Code.WRONG_USAGE,
                                    "A query answers with at most " + MOST_ROWS + " rows.")
                            .because("'limit' is " + limit));
        }
        return service(request)
                .then(service -> Outcome.done(new Query(request.sql(), service, since, limit)));
    }

    private Outcome<Optional<ServiceName>> service(PredictionQueryRequest request) {
        return request.service()
                .map(name ->
                        desks.services()
                                .named(name)
                                .then(loop -> Outcome.done(Optional.of(loop.service()))))
                .orElseGet(() -> Outcome.done(Optional.empty()));
    }
}
