package lastgood.control.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.incident.Incident;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.wire.Json;
import lastgood.wire.file.Submission;
import lastgood.wire.request.SubmissionRequest;
import lastgood.wire.view.BlobView;
import lastgood.wire.view.IncidentView;

/// What can be asked about no service in particular.
final class GeneralEndpoints {
    private static final int SUBMISSION_BODY = 8 << 20;

    private final Desks desks;
    private final Metrics metrics;

    private GeneralEndpoints(Desks desks, Metrics metrics) {
        this.desks = desks;
        this.metrics = metrics;
    }

    /// Everything the management port answers, apart from the stream of events.
    static List<Endpoint> all(Desks desks, Metrics metrics) {
        var all = new ArrayList<>(new ServiceEndpoints(desks).all());
        all.addAll(new RegistryEndpoints(desks).all());
        all.addAll(new ReadinessEndpoints(desks).all());
        all.addAll(new PredictionEndpoints(desks).all());
        all.addAll(new GeneralEndpoints(desks, metrics).general());
        return List.copyOf(all);
    }

    private List<Endpoint> general() {
        return List.of(
                Endpoint.post("/api/v1/blobs", this::blob),
                Endpoint.post(
                        "/api/v1/apply",
                        call ->
                                Reply.of(
                                        submission(call)
                                                .then(s ->
                                                        unchecked(() -> desks.applier().apply(s))),
                                        view -> view)),
                Endpoint.post(
                        "/api/v1/releases",
                        call ->
                                Reply.of(
                                        submission(call)
                                                .then(s ->
                                                        unchecked(() ->
                                                                desks.releaseMaker().create(s))),
                                        view -> view)),
                Endpoint.get("/api/v1/incidents", this::incidents),
                Endpoint.get("/api/v1/incidents/{id}", this::incident),
                Endpoint.get("/api/v1/components", _ -> Reply.json(desks.stacks().components())),
                Endpoint.get(
                        "/api/v1/components/{name}",
                        call ->
                                Reply.of(
                                        desks.stacks().component(call.path("name")), view -> view)),
                Endpoint.get("/api/v1/components/{name}/history", this::past),
                Endpoint.get("/api/v1/stacks", _ -> Reply.json(desks.stacks().stacks())),
                Endpoint.get(
                        "/api/v1/stacks/{name}",
                        call -> Reply.of(desks.stacks().stack(call.path("name")), view -> view)),
                Endpoint.get(
                        "/api/v1/graph",
                        call ->
                                Reply.of(
                                        desks.stacks().graph(call.query("service")), view -> view)),
                Endpoint.get("/api/openapi.json", _ -> openApi()),
                Endpoint.get("/errors/{code}", GeneralEndpoints::explain),
                Endpoint.get(
                        "/metrics",
                        _ ->
                                Reply.text(
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        metrics.text())),
                Endpoint.get(
                        "/health/live", _ -> Reply.text("application/json", "{\"status\":\"up\"}")),
                Endpoint.get(
                        "/health/ready",
                        _ -> Reply.text("application/json", "{\"status\":\"up\"}")));
    }

    private Reply past(Call call) throws IOException {
        Optional<Instant> at;
        try {
            at = call.query("at").map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Reply.problem(
                    Problem.of(
                                    Code.WRONG_USAGE,
                                    "'" + call.query("at").orElse("") + "' is no moment.")
                            .because("'at' is a moment such as 2026-11-23T02:14:07Z"));
        }
        return Reply.of(desks.stacks().history(call.path("name"), at), view -> view);
    }

    private Reply blob(Call call) throws IOException {
        Digest digest;
        long size;
        try (var counted = new CountingStream(call.body())) {
            digest = desks.releases().store(counted);
            size = counted.count();
        }
        var expected = call.header("Lastgood-Digest");
        if (expected.isPresent() && !expected.get().equals(digest.toString())) {
            return Reply.problem(
                    Problem.of(Code.INVALID_RELEASE, "The bytes are not those that were announced.")
                            .because("announced " + expected.get(), "received " + digest)
                            .tryThis("the file changed while it was read: run the command again"));
        }
        return Reply.json(new BlobView(digest.toString(), size));
    }

    private Reply incidents(Call call) throws IOException {
        var service = call.query("service");
        return Reply.json(
                desks.incidents().list().stream()
                        .filter(i -> service.isEmpty() || i.service().text().equals(service.get()))
                        .map(IncidentView::of)
                        .toList());
    }

    private Reply incident(Call call) throws IOException {
        var id = call.path("id");
        Optional<Incident> found =
                id.matches("(INC-)?[1-9][0-9]{0,8}")
                        ? desks.incidents().find(Integer.parseInt(id.replace("INC-", "")))
                        : Optional.empty();
        return found.map(i -> Reply.json(IncidentView.of(i)))
                .orElseGet(() ->
                        Reply.problem(
                                Problem.of(
                                                Code.NO_SUCH_INCIDENT,
                                                "There is no incident '" + id + "'.")
                                        .tryThis("lastgood incident list")));
    }

    static Reply explain(Call call) {
        return Code.parse(call.path("code"))
                .map(code ->
                        Reply.text(
                                "text/plain; charset=utf-8",
                                code.id() + "  " + code.title() + "\n\n" + code.text() + "\n"))
                .orElseGet(() ->
                        Reply.problem(
                                Problem.of(
                                        Code.NO_SUCH_PATH,
                                        "There is no code '" + call.path("code") + "'.")));
    }

    private static Reply openApi() throws IOException {
        try (InputStream in = Json.class.getResourceAsStream("openapi.json")) {
            return in == null
                    ? Reply.problem(
                            Problem.of(
                                    Code.NO_SUCH_PATH, "This build has no description of its API."))
                    : Reply.text(
                            "application/json",
                            new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Outcome<Submission> submission(Call call) throws IOException {
        return call.body(SUBMISSION_BODY)
                .then(bytes -> Json.read(bytes, SubmissionRequest.class, Code.WRONG_USAGE))
                .then(request -> request.submission(call.by()));
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
