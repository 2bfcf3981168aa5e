package lastgood.ledger.releases;

import java.util.Optional;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The two kinds of OCI manifest that a release has: what serves, whose digest is the release's name, and what was
/// known of it beforehand, which refers to it.
final class OciManifest {
    static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
    static final String RELEASE = "application/vnd.lastgood.release.v1";
    static final String EVIDENCE = "application/vnd.lastgood.evidence.v1";
    static final byte[] EMPTY = {'{', '}'};

    private static final String CONFIG = "application/vnd.lastgood.release.config.v1+json";
    private static final String MODEL = "application/vnd.cncf.model.weight.v1.raw";
    private static final String FEATURES = "application/vnd.lastgood.features.v1.onnx";
    private static final String PREPROCESSING = "application/vnd.lastgood.preprocessing.v1.onnx";
    private static final String PROGRAM = "application/vnd.lastgood.program.v1.raw";
    private static final String GOLDEN = "application/vnd.lastgood.golden.v1+ndjson";
    private static final String ROWS = "application/vnd.lastgood.rows.v1+ndjson";
    private static final String NOTHING = "application/vnd.oci.empty.v1+json";

    private OciManifest() {}

    /// @param config as [ServingDocument] writes it
    static byte[] ofRelease(Manifest manifest, byte[] config) {
        var node = start(RELEASE);
        node.set("config", descriptor(CONFIG, Digest.of(config), config.length));
        layers(node.putArray("layers"), manifest.parts());
        return Canonical.bytes(node);
    }

    /// The evidence's blobs, or nothing where there are none.
    static Optional<byte[]> ofEvidence(OfflineEvidence evidence, Digest release, long size) {
        if (evidence.golden().isEmpty() && evidence.rows().isEmpty()) {
            return Optional.empty();
        }
        var node = start(EVIDENCE);
        node.set("config", descriptor(NOTHING, Digest.of(EMPTY), EMPTY.length));
        node.set("subject", descriptor(MEDIA_TYPE, release, size));
        var layers = node.putArray("layers");
        evidence.golden().ifPresent(golden -> layers.add(layer(GOLDEN, golden)));
        evidence.rows().ifPresent(rows -> layers.add(layer(ROWS, rows)));
        return Optional.of(Canonical.bytes(node));
    }

    static ObjectNode descriptor(String mediaType, Digest digest, long size) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
    }

    private static ObjectNode start(String artifactType) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 2)
                .put("mediaType", MEDIA_TYPE)
                .put("artifactType", artifactType);
    }

    private static void layers(ArrayNode layers, Parts parts) {
        parts.features().blob().ifPresent(graph -> layers.add(layer(FEATURES, graph)));
        parts.preprocessing().blob().ifPresent(graph -> layers.add(layer(PREPROCESSING, graph)));
        layers.add(layer(MODEL, parts.model().graph()));
        parts.runtime()
                .program()
                .ifPresent(program ->
                        program.files().forEach(file -> layers.add(layer(PROGRAM, file.blob()))));
    }

    private static ObjectNode layer(String mediaType, Blob blob) {
        return descriptor(mediaType, blob.digest(), blob.size());
    }
}
