package lastgood.oci.document;

import java.util.List;
import lastgood.oci.client.Document;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a manifest or an index is made of, whatever it is for.
///
/// @param artifactType empty: not said
/// @param documents that an index lists
/// @param blobs of a manifest: its config, then its layers
public record Tree(
        String mediaType,
        String artifactType,
        List<Descriptor> documents,
        List<Descriptor> blobs,
        JsonNode node) {

    /// @throws IllegalArgumentException if it is neither
    public static Tree read(Document document) {
        try {
            var node = Form.read(document.bytes());
            var said = node.path("mediaType").stringValue(document.type());
            return switch (said) {
                case Document.INDEX ->
                        new Tree(
                                said,
                                node.path("artifactType").stringValue(""),
                                Descriptor.list(node.path("manifests")),
                                List.of(),
                                node);
                case Document.MANIFEST -> {
                    var blobs = new java.util.ArrayList<Descriptor>();
                    blobs.add(Descriptor.read(node.path("config")));
                    blobs.addAll(Descriptor.list(node.path("layers")));
                    yield new Tree(
                            said,
                            node.path("artifactType").stringValue(""),
                            List.of(),
                            List.copyOf(blobs),
                            node);
                }
                default ->
                        throw new IllegalArgumentException(
                                "it is neither an OCI manifest nor an OCI index, but '"
                                        + said
                                        + "'");
            };
        } catch (JacksonException _) {
            throw new IllegalArgumentException("it is no JSON document");
        }
    }

    boolean isRelease() {
        return mediaType.equals(Document.MANIFEST) && artifactType.equals(Kinds.RELEASE);
    }

    boolean isParcel() {
        return mediaType.equals(Document.INDEX) && artifactType.equals(Kinds.PARCEL);
    }

    Descriptor config() {
        return blobs.getFirst();
    }

    List<Descriptor> layers() {
        return blobs.subList(1, blobs.size());
    }

    /// The layers of one kind.
    List<Descriptor> layers(String kind) {
        return layers().stream().filter(l -> l.mediaType().equals(kind)).toList();
    }
}
