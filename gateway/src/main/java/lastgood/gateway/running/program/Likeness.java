package lastgood.gateway.running.program;

import java.io.IOException;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.release.Parts;
import lastgood.core.release.Upstream;
import lastgood.gateway.client.Server;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whether a server is ready, and says of its model what a release is pinned to.
final class Likeness {
    /// What a look at a server found.
    sealed interface Found {
        record Same() implements Found {}

        /// @param why what it said, or did not
        record NotReady(String why) implements Found {}

        record Silent(String why) implements Found {}

        record Other(String difference) implements Found {}
    }

    private final JsonNode pinned;
    private final Upstream upstream;
    private final Inference inference;

    private Likeness(JsonNode pinned, Upstream upstream, Inference inference) {
        this.pinned = pinned;
        this.upstream = upstream;
        this.inference = inference;
    }

    static Likeness of(Parts parts, Upstream upstream, Inference inference, Blobs blobs)
            throws IOException {
        var file = parts.model().graph();
        var bytes =
                blobs.read(file.digest())
                        .orElseThrow(() -> new IOException(file.name() + " is not stored"));
        try {
            return new Likeness(JsonMapper.shared().readTree(bytes), upstream, inference);
        } catch (JacksonException _) {
            throw new IOException(
                    file.name() + " is no JSON: it is to hold what the upstream says of its model");
        }
    }

    Found look(Server server) throws InterruptedException {
        if (!inference.isReady(server)) {
            return new Found.NotReady(
                    upstream
                            + ": "
                            + server.address()
                            + "/v2/health/ready and the model's /ready must answer 200");
        }
        try {
            var difference = difference(inference.metadata(server));
            if (difference.isPresent()) {
                return new Found.Other(difference.get());
            }
            inference.learn(server);
            return new Found.Same();
        } catch (IOException e) {
            return new Found.Silent(String.valueOf(e.getMessage()));
        }
    }

    /// In one line; empty: it is the same.
    Optional<String> objection(Server server) throws InterruptedException {
        return switch (look(server)) {
            case Found.Same _ -> Optional.empty();
            case Found.NotReady(var why) -> Optional.of("it is not ready: " + why);
            case Found.Silent(var why) -> Optional.of("it does not say what it serves: " + why);
            case Found.Other(var difference) ->
                    Optional.of("it serves another model: " + difference);
        };
    }

    /// Which other versions it serves as well, is no matter.
    private Optional<String> difference(JsonNode served) {
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
}
