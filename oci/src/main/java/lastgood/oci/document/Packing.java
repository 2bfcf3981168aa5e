package lastgood.oci.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Parcel;
import lastgood.oci.client.Document;
import lastgood.oci.client.Repository;
import tools.jackson.databind.node.ObjectNode;

/// A parcel as a registry keeps it: one index that lists the release, what was said of it, and its signatures.
///
/// One tag names the index, so that a tag moves to all of it or to none, whoever copies a tag copies everything, and no
/// registry need know what refers to what. The same parcel is always the same bytes.
public final class Packing {
    private static final byte[] NOTHING = {'{', '}'};

    private final Blobs blobs;
    private final Map<Digest, Piece> pieces = new LinkedHashMap<>();
    private final Map<Digest, Document> documents = new LinkedHashMap<>();
    private final List<Descriptor> listed = new ArrayList<>();
    private Optional<Document> modelPack = Optional.empty();

    private Packing(Blobs blobs) {
        this.blobs = blobs;
    }

    /// A file to be sent.
    public record Piece(Digest digest, long size, Repository.Source source) {}

    /// @param pieces that the documents name
    /// @param documents in the order in which they can be sent
    /// @param modelPack one of the documents, which has a tag of its own
    /// @param index is sent last
    public record Packed(
            List<Piece> pieces, List<Document> documents, Document modelPack, Document index) {
        public Packed {
            pieces = List.copyOf(pieces);
            documents = List.copyOf(documents);
        }
    }

    /// @param blobs where all its bytes are
    public static Packed pack(Parcel parcel, Blobs blobs) throws IOException {
        return new Packing(blobs).of(parcel);
    }

    private Packed of(Parcel parcel) throws IOException {
        var release = release(parcel.release());
        evidence(parcel, release);
        modelPack(parcel, release);
        for (var signature : parcel.signatures()) {
            signature(signature, release);
        }
        var index =
                Form.object()
                        .put("schemaVersion", 2)
                        .put("mediaType", Document.INDEX)
                        .put("artifactType", Kinds.PARCEL);
        index.putArray("manifests").addAll(listed.stream().map(Descriptor::node).toList());
        return new Packed(
                List.copyOf(pieces.values()),
                List.copyOf(documents.values()),
                modelPack.orElseThrow(),
                new Document(Form.bytes(index), Document.INDEX));
    }

    /// The release's own manifest, byte for byte as it was sealed; the others name it as their subject.
    private Descriptor release(Digest digest) throws IOException {
        var sealed = blobs.read(digest);
        if (sealed.isEmpty()) {
            throw new IOException("the manifest of the release, " + digest + ", is not stored");
        }
        var document = new Document(sealed.get(), Document.MANIFEST);
        for (var blob : Tree.read(document).blobs()) {
            stored(blob.digest(), blob.size());
        }
        list(document, Kinds.RELEASE);
        return Form.descriptor(document, "");
    }

    private void evidence(Parcel parcel, Descriptor release) throws IOException {
        var layers = new ArrayList<ObjectNode>();
        for (var file : files(parcel).entrySet()) {
            var blob = file.getValue();
            stored(blob.digest(), blob.size());
            layers.add(new Descriptor(file.getKey(), blob.digest(), blob.size(), "").node());
        }
        list(
                Form.manifest(
                        Kinds.EVIDENCE,
                        here(Kinds.SAID, Said.bytes(parcel)),
                        layers,
                        Optional.of(release)),
                Kinds.EVIDENCE);
    }

    /// The model for tools that know nothing of releases. It shares its bytes with the release.
    private void modelPack(Parcel parcel, Descriptor release) {
        modelPack =
                Optional.of(
                        Form.manifest(
                                ModelPack.MANIFEST,
                                here(ModelPack.CONFIG, Form.bytes(ModelPack.config(parcel))),
                                List.of(ModelPack.layer(parcel.manifest().parts().model().graph())),
                                Optional.of(release)));
        list(modelPack.get(), ModelPack.MANIFEST);
    }

    private void signature(String envelope, Descriptor release) {
        var layer = here(Kinds.SIGNATURE, envelope.getBytes(StandardCharsets.UTF_8));
        list(
                Form.manifest(
                        Kinds.SIGNATURE,
                        here(Kinds.EMPTY, NOTHING),
                        List.of(layer.node()),
                        Optional.of(release)),
                Kinds.SIGNATURE);
    }

    private static Map<String, Blob> files(Parcel parcel) {
        var files = new LinkedHashMap<String, Blob>();
        parcel.evidence().golden().ifPresent(golden -> files.put(Kinds.GOLDEN, golden));
        parcel.evidence().rows().ifPresent(rows -> files.put(Kinds.ROWS, rows));
        return files;
    }

    private void stored(Digest digest, long size) {
        pieces.put(
                digest,
                new Piece(
                        digest,
                        size,
                        () ->
                                blobs.open(digest)
                                        .orElseThrow(
                                                () -> new IOException(digest + " is not stored"))));
    }

    private Descriptor here(String mediaType, byte[] bytes) {
        var descriptor = Descriptor.of(mediaType, bytes);
        pieces.put(
                descriptor.digest(),
                new Piece(
                        descriptor.digest(), bytes.length, () -> new ByteArrayInputStream(bytes)));
        return descriptor;
    }

    private void list(Document document, String artifactType) {
        documents.put(document.digest(), document);
        listed.add(Form.descriptor(document, artifactType));
    }
}
