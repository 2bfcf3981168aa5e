package lastgood.gateway.protocol;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JSON answer, for tests.
record JsonDocument(JsonNode root) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static JsonDocument of(String text) {
        return new JsonDocument(MAPPER.readTree(text));
    }

    String text(String key) {
        return root.path(key).asString();
    }

    /// The data of a named output, as it is written.
    List<String> data(String output) {
        for (var node : root.path("outputs")) {
            if (node.path("name").asString().equals(output)) {
                return node.path("data").valueStream().map(JsonNode::asString).toList();
            }
        }
        throw new AssertionError("no output '" + output + "' in " + root);
    }

    List<String> outputs() {
        return root.path("outputs").valueStream().map(n -> n.path("name").asString()).toList();
    }
}
