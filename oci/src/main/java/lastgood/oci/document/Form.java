package lastgood.oci.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lastgood.oci.client.Document;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How documents are written, in one way only, and read, with a bound on their depth.
final class Form {
    private static final int DEEPEST = 32;
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .build();

    private Form() {}

    static byte[] bytes(JsonNode node) {
        return JSON.writeValueAsString(node).getBytes(StandardCharsets.US_ASCII);
    }

    static JsonNode read(byte[] bytes) {
        return JSON.readTree(bytes);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// @param subject what it says something about
    static Document manifest(
            String artifactType,
            Descriptor config,
            List<? extends JsonNode> layers,
            Optional<Descriptor> subject) {
        var node =
                object().put("schemaVersion", 2)
                        .put("mediaType", Document.MANIFEST)
                        .put("artifactType", artifactType);
        node.set("config", config.node());
        node.putArray("layers").addAll(layers);
        subject.ifPresent(s -> node.set("subject", s.node()));
        return new Document(bytes(node), Document.MANIFEST);
    }

    static Descriptor descriptor(Document document, String artifactType) {
        return new Descriptor(document.type(), document.digest(), document.size(), artifactType);
    }
}
