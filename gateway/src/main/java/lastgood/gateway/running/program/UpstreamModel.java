package lastgood.gateway.running.program;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Parts;
import lastgood.core.release.Upstream;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A model that a server elsewhere serves. It is ready if the server says so, and says of the model what the release is
/// pinned to.
public final class UpstreamModel implements Runner {
    private final Parts parts;
    private final URI server;
    private final Inference inference;

    private UpstreamModel(Parts parts, URI server, Inference inference) {
        this.parts = parts;
        this.server = server;
        this.inference = inference;
    }

    /// Looks whether the server serves the model. Whoever gets the model closes it.
    public static Outcome<Runner> find(
            Parts parts, Upstream upstream, Endpoints endpoints, Blobs blobs) {
        var server = endpoints.at(upstream.endpoint());
        if (server.isEmpty()) {
            return refused(
                    "no endpoint '" + upstream.endpoint() + "' is known here",
                    "known are " + endpoints.addresses().keySet(),
                    "lastgood run --endpoint " + upstream.endpoint() + "=http://HOST:PORT");
        }
        var place = upstream.model() + upstream.version().map(v -> "/versions/" + v).orElse("");
        var model =
                new UpstreamModel(parts, server.get(), new Inference("its upstream", place, parts));
        var problem = model.objection(upstream, blobs);
        if (problem.isPresent()) {
            model.close();
            return Outcome.refused(problem.get());
        }
        return Outcome.done(model);
    }

    @Override
    public List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws NoAnswerException {
        watcher.ifPresent(w -> w.accept(modelInputs(inputs)));
        return inference.infer(server, inputs);
    }

    @Override
    public List<Tensor> modelInputs(Collection<Tensor> inputs) {
        return inference.modelInputs(inputs);
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void close() {
        Thread.ofVirtual().name("end-upstream").start(inference::close);
    }

    private Optional<Problem> objection(Upstream upstream, Blobs blobs) {
        try {
            if (!inference.isReady(server)) {
                return Optional.of(
                        problem(
                                "its upstream is not ready",
                                upstream
                                        + ": "
                                        + server
                                        + "/v2/health/ready and the model's /ready must answer 200",
                                "start it, or say where it is: lastgood run --endpoint "
                                        + upstream.endpoint()
                                        + "=http://HOST:PORT"));
            }
            return difference(said(blobs), inference.metadata(server), upstream)
                    .map(difference ->
                            problem(
                                    "its upstream serves another model than the release is pinned to",
                                    difference,
                                    "make a release of what is served now, or have the upstream serve the other one"));
        } catch (IOException e) {
            return Optional.of(
                    problem(
                            "its upstream does not say what it serves",
                            String.valueOf(e.getMessage()),
                            "look what serves at " + server));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(
                    problem("the wait for its upstream was interrupted", "", "try again"));
        }
    }

    private JsonNode said(Blobs blobs) throws IOException {
        var file = parts.model().graph();
        var bytes =
                blobs.read(file.digest())
                        .orElseThrow(() -> new IOException(file.name() + " is not stored"));
        try {
            return JsonMapper.shared().readTree(bytes);
        } catch (JacksonException _) {
            throw new IOException(
                    file.name() + " is no JSON: it is to hold what the upstream says of its model");
        }
    }

    /// Which other versions it serves as well, is no matter.
    private static Optional<String> difference(
            JsonNode pinned, JsonNode served, Upstream upstream) {
        if (!(pinned instanceof ObjectNode expected) || !(served instanceof ObjectNode found)) {
            return Optional.of("what is said of a model is not one JSON object");
        }
        var versions = found.path("versions").valueStream().map(JsonNode::asString).toList();
        var missing = upstream.version().filter(v -> !versions.isEmpty() && !versions.contains(v));
        if (missing.isPresent()) {
            return Optional.of("it serves the versions " + versions + ", not " + missing.get());
        }
        for (var entry : expected.properties()) {
            var key = entry.getKey();
            if (!key.equals("versions") && !entry.getValue().equals(found.path(key))) {
                return Optional.of(key + " was " + entry.getValue() + " and is " + found.path(key));
            }
        }
        return Optional.empty();
    }

    private static Outcome<Runner> refused(String what, String why, String todo) {
        return Outcome.refused(problem(what, why, todo));
    }

    private static Problem problem(String what, String why, String todo) {
        return Problem.of(Code.NOT_PREPARED, what).because(why).tryThis(todo);
    }
}
