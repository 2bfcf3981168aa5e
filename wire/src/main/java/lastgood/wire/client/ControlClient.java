package lastgood.wire.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.wire.Json;
import lastgood.wire.request.CopyRequest;
import lastgood.wire.request.DrillRequest;
import lastgood.wire.request.ModelRequest;
import lastgood.wire.request.PredictionQueryRequest;
import lastgood.wire.request.PruneRequest;
import lastgood.wire.request.PullRequest;
import lastgood.wire.request.PushRequest;
import lastgood.wire.request.ReasonRequest;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.request.RolloutRequest;
import lastgood.wire.request.SignatureRequest;
import lastgood.wire.request.SubmissionRequest;
import lastgood.wire.view.AppliedView;
import lastgood.wire.view.BlobView;
import lastgood.wire.view.ComponentHistoryView;
import lastgood.wire.view.ComponentView;
import lastgood.wire.view.CopiedView;
import lastgood.wire.view.CreatedView;
import lastgood.wire.view.DiffView;
import lastgood.wire.view.DoctorView;
import lastgood.wire.view.DrillView;
import lastgood.wire.view.GraphView;
import lastgood.wire.view.HistoryView;
import lastgood.wire.view.IncidentView;
import lastgood.wire.view.ModelView;
import lastgood.wire.view.PlanView;
import lastgood.wire.view.PredictionLogView;
import lastgood.wire.view.PredictionTableView;
import lastgood.wire.view.PruneView;
import lastgood.wire.view.PrunedView;
import lastgood.wire.view.PulledView;
import lastgood.wire.view.PushedView;
import lastgood.wire.view.ReleaseView;
import lastgood.wire.view.RolloutView;
import lastgood.wire.view.SignatureView;
import lastgood.wire.view.StackView;
import lastgood.wire.view.StatusView;
import lastgood.wire.view.VerificationView;

/// Speaks with the control plane: one method for each address. Whatever goes wrong is a problem, never an exception.
///
/// Releases are named by any reference (`r3`, `last-good`, `label:…`); the server resolves it.
public final class ControlClient implements AutoCloseable {
    private static final String BASE = "/api/v1";
    private static final Duration SOON = Duration.ofSeconds(30);

    /// A release is loaded, warmed and tried before the server answers.
    private static final Duration PATIENT = Duration.ofMinutes(10);

    /// A release goes to a registry or comes from one; the server gives up first.
    private static final Duration VERY_PATIENT = Duration.ofMinutes(75);

    private final Wire wire;

    public ControlClient(Server server) {
        this.wire = new Wire(server);
    }

    public Outcome<List<StatusView>> services() {
        return list("/services", StatusView.class);
    }

    public Outcome<StatusView> status(String service) {
        return get(path(service), StatusView.class);
    }

    /// Newest first.
    public Outcome<List<HistoryView>> history(String service) {
        return list(path(service) + "/history", HistoryView.class);
    }

    /// Oldest first.
    public Outcome<List<ReleaseView>> releases(String service) {
        return list(path(service) + "/releases", ReleaseView.class);
    }

    /// Those that somebody let go, oldest first.
    public Outcome<List<PrunedView>> pruned(String service) {
        return list(path(service) + "/pruned", PrunedView.class);
    }

    public Outcome<ReleaseView> release(String service, String ref) {
        return get(path(service, ref), ReleaseView.class);
    }

    public Outcome<ReleaseView> hold(String service, String ref, String reason) {
        return holding(service, ref, "/hold", reason);
    }

    public Outcome<ReleaseView> unhold(String service, String ref, String reason) {
        return holding(service, ref, "/unhold", reason);
    }

    public Outcome<DiffView> diff(String service, String from, String to) {
        return get(
                path(service) + "/diff?from=" + Wire.piece(from) + "&to=" + Wire.piece(to),
                DiffView.class);
    }

    /// Stores a file's bytes under the digest that was taken of it before.
    public Outcome<BlobView> store(Path file, Digest digest) {
        try {
            var call =
                    new Wire.Call(
                            "POST",
                            BASE + "/blobs",
                            BodyPublishers.ofFile(file),
                            "application/octet-stream",
                            Optional.of(digest.toString()),
                            PATIENT);
            return wire.send(call, body -> Json.readAnswer(body, BlobView.class));
        } catch (FileNotFoundException e) {
            return Outcome.refused(Problem.of(Code.INVALID_FILE, file + " is not there any more."));
        }
    }

    public Outcome<List<AppliedView>> apply(SubmissionRequest submission) {
        var call = Wire.post(BASE + "/apply", submission, PATIENT);
        return wire.send(call, body -> Json.readAnswers(body, AppliedView.class));
    }

    public Outcome<CreatedView> create(SubmissionRequest submission) {
        return post("/releases", submission, CreatedView.class);
    }

    /// @param to `localhost:5000/models/wine:r3`
    public Outcome<PushedView> push(String service, String ref, String to) {
        return travel(path(service, ref) + "/pushes", new PushRequest(to), PushedView.class);
    }

    /// @param service whose release it becomes; empty: the one it was made for
    public Outcome<PulledView> pull(String from, Optional<String> service) {
        return travel("/pulls", new PullRequest(from, service), PulledView.class);
    }

    public Outcome<CopiedView> copy(String from, String to) {
        return travel("/copies", new CopyRequest(from, to), CopiedView.class);
    }

    /// Has the server bring the weights of a model that lies in a registry.
    ///
    /// @param file what the release file calls it
    public Outcome<ModelView> model(String from, String file) {
        return travel("/models", new ModelRequest(from, file), ModelView.class);
    }

    /// @param envelope DSSE, as JSON text
    public Outcome<SignatureView> sign(String service, String ref, String envelope) {
        return post(
                path(service, ref) + "/signatures",
                new SignatureRequest(envelope),
                SignatureView.class);
    }

    /// Has every byte of a release read.
    public Outcome<VerificationView> verify(String service, String ref) {
        return wire.send(
                Wire.get(BASE + path(service, ref) + "/verification", PATIENT),
                body -> Json.readAnswer(body, VerificationView.class));
    }

    /// Answers as soon as the rollout is written down.
    public Outcome<RolloutView> start(String service, String ref) {
        return post(path(service) + "/rollouts", new RolloutRequest(ref), RolloutView.class);
    }

    /// The rollout that runs, or the last there was.
    public Outcome<RolloutView> rollout(String service) {
        return get(path(service) + "/rollout", RolloutView.class);
    }

    /// @param verb `pause, resume, promote` or `stop`
    public Outcome<RolloutView> steer(String service, String verb, Optional<String> reason) {
        return post(
                path(service) + "/rollout/" + verb, new ReasonRequest(reason), RolloutView.class);
    }

    public Outcome<PlanView> rollBack(String service, RollbackRequest request) {
        return post(path(service) + "/rollbacks", request, PlanView.class);
    }

    public Outcome<PruneView> prune(String service, PruneRequest request) {
        return post(path(service) + "/prunes", request, PruneView.class);
    }

    /// Newest first; of all services where none is named.
    public Outcome<List<IncidentView>> incidents(Optional<String> service) {
        return list(
                "/incidents" + service.map(s -> "?service=" + Wire.piece(s)).orElse(""),
                IncidentView.class);
    }

    public Outcome<IncidentView> incident(String id) {
        return get("/incidents/" + Wire.piece(id), IncidentView.class);
    }

    /// By name, then oldest first.
    public Outcome<List<ComponentView>> components() {
        return list("/components", ComponentView.class);
    }

    /// All versions of one component, oldest first.
    public Outcome<List<ComponentView>> component(String name) {
        return list("/components/" + Wire.piece(name), ComponentView.class);
    }

    /// @param at only what was true then
    public Outcome<ComponentHistoryView> componentHistory(String name, Optional<Instant> at) {
        return get(
                "/components/"
                        + Wire.piece(name)
                        + "/history"
                        + at.map(moment -> "?at=" + Wire.piece(moment.toString())).orElse(""),
                ComponentHistoryView.class);
    }

    /// By name.
    public Outcome<List<StackView>> stacks() {
        return list("/stacks", StackView.class);
    }

    public Outcome<StackView> stack(String name) {
        return get("/stacks/" + Wire.piece(name), StackView.class);
    }

    /// Of all services where none is named.
    public Outcome<GraphView> graph(Optional<String> service) {
        return get(
                "/graph" + service.map(s -> "?service=" + Wire.piece(s)).orElse(""),
                GraphView.class);
    }

    /// Holds a drill; answers when it is over, however it went.
    public Outcome<DrillView> drill(String service, String mode) {
        return post(
                path(service) + "/drills", new DrillRequest(Optional.of(mode)), DrillView.class);
    }

    /// Newest first.
    public Outcome<List<DrillView>> drills(String service) {
        return list(path(service) + "/drills", DrillView.class);
    }

    /// @param id `D-12`
    public Outcome<DrillView> drill(String id) {
        return get("/drills/" + Wire.piece(id), DrillView.class);
    }

    /// Of the server and all services, or of one: that one is looked at anew, which may take a while.
    public Outcome<DoctorView> doctor(Optional<String> service) {
        return wire.send(
                Wire.get(BASE + service.map(ControlClient::path).orElse("") + "/doctor", PATIENT),
                body -> Json.readAnswer(body, DoctorView.class));
    }

    /// What the prediction log holds.
    public Outcome<PredictionLogView> predictionLog() {
        return get("/predictions", PredictionLogView.class);
    }

    /// Asks the prediction log.
    public Outcome<PredictionTableView> predictions(PredictionQueryRequest request) {
        return post("/predictions/queries", request, PredictionTableView.class);
    }

    @Override
    public void close() {
        wire.close();
    }

    private Outcome<ReleaseView> holding(String service, String ref, String verb, String reason) {
        return post(
                path(service, ref) + verb,
                new ReasonRequest(Optional.of(reason)),
                ReleaseView.class);
    }

    private <T> Outcome<T> get(String path, Class<T> type) {
        return wire.send(Wire.get(BASE + path, SOON), body -> Json.readAnswer(body, type));
    }

    private <T> Outcome<List<T>> list(String path, Class<T> type) {
        return wire.send(Wire.get(BASE + path, SOON), body -> Json.readAnswers(body, type));
    }

    private <T> Outcome<T> post(String path, Object request, Class<T> type) {
        return wire.send(
                Wire.post(BASE + path, request, PATIENT), body -> Json.readAnswer(body, type));
    }

    private <T> Outcome<T> travel(String path, Object request, Class<T> type) {
        return wire.send(
                Wire.post(BASE + path, request, VERY_PATIENT), body -> Json.readAnswer(body, type));
    }

    private static String path(String service) {
        return "/services/" + Wire.piece(service);
    }

    private static String path(String service, String ref) {
        return path(service) + "/releases/" + Wire.piece(ref);
    }
}
