package lastgood.ledger.releases;

import lastgood.core.release.Digest;
import lastgood.core.release.Release;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The `index.json` of an image layout: which manifests there are, and what people call them.
final class OciIndex {
    static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
    private static final String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
    private static final String NAME = "org.opencontainers.image.ref.name";

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ArrayNode manifests;

    OciIndex() {
        document.put("schemaVersion", 2).put("mediaType", MEDIA_TYPE);
        manifests = document.putArray("manifests");
    }

    /// @param size of the release's manifest, in bytes
    void add(Release release, long size) {
        var entry = OciManifest.descriptor(OciManifest.MEDIA_TYPE, release.id().digest(), size);
        entry.put("artifactType", OciManifest.RELEASE);
        entry.putObject("annotations").put(NAME, release.service() + ":" + release.id().name());
        manifests.add(entry);
    }

    void addEvidence(byte[] manifest) {
        var entry =
                OciManifest.descriptor(
                        OciManifest.MEDIA_TYPE, Digest.of(manifest), manifest.length);
        manifests.add(entry.put("artifactType", OciManifest.EVIDENCE));
    }

    byte[] bytes() {
        return Canonical.bytes(document);
    }
}
