package lastgood.oci.document;

import java.util.ArrayList;
import java.util.List;
import lastgood.core.release.Digest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Names bytes: what they are, their digest and their length.
///
/// @param artifactType of a manifest; empty: not said
public record Descriptor(String mediaType, Digest digest, long size, String artifactType) {

    static Descriptor of(String mediaType, byte[] bytes) {
        return new Descriptor(mediaType, Digest.of(bytes), bytes.length, "");
    }

    /// @throws IllegalArgumentException if it is none
    static Descriptor read(JsonNode node) {
        var size = node.path("size");
        if (!size.isIntegralNumber() || size.longValue() < 0) {
            throw new IllegalArgumentException("a descriptor without a size");
        }
        return new Descriptor(
                node.path("mediaType").stringValue(""),
                Digest.parse(node.path("digest").stringValue("")),
                size.longValue(),
                node.path("artifactType").stringValue(""));
    }

    static List<Descriptor> list(JsonNode nodes) {
        var all = new ArrayList<Descriptor>();
        nodes.forEach(node -> all.add(read(node)));
        return List.copyOf(all);
    }

    ObjectNode node() {
        var node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("mediaType", mediaType)
                        .put("digest", digest.toString())
                        .put("size", size);
        if (!artifactType.isEmpty()) {
            node.put("artifactType", artifactType);
        }
        return node;
    }
}
