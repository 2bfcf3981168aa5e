package lastgood.oci.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Repository;
import lastgood.oci.client.Trouble;

/// Reads a parcel out of a repository. Files go into the store one by one, each checked as it is read; those that are
/// whole there already are not fetched.
public final class Unpacking {
    private final Repository from;
    private final Blobs blobs;
    private final Limits limits;
    private final RegistryRef at;

    public Unpacking(Repository from, RegistryRef at, Blobs blobs, Limits limits) {
        this.from = from;
        this.at = at;
        this.blobs = blobs;
        this.limits = limits;
    }

    public Parcel unpack() throws IOException {
        try {
            return read();
        } catch (RuntimeException e) {
            throw no(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
        }
    }

    private Parcel read() throws IOException {
        var found = from.document(at.reference());
        var root = Tree.read(found);
        if (root.isRelease()) {
            return parcel(found.digest(), root, Said.NOTHING, List.of());
        }
        if (!root.isParcel()) {
            throw no(
                    "it is "
                            + Optional.of(root.artifactType())
                                    .filter(t -> !t.isEmpty())
                                    .orElse(root.mediaType()));
        }
        if (root.documents().size() > limits.pieces()) {
            throw no(
                    "it lists "
                            + root.documents().size()
                            + " documents, more than "
                            + limits.pieces());
        }
        var release = only(root.documents(), Kinds.RELEASE);
        var evidence =
                root.documents().stream()
                        .filter(d -> d.artifactType().equals(Kinds.EVIDENCE))
                        .findFirst();
        var said = evidence.isPresent() ? said(document(evidence.get())) : Said.NOTHING;
        var signatures = new ArrayList<String>();
        for (var listed : root.documents()) {
            if (listed.artifactType().equals(Kinds.SIGNATURE)) {
                var layer = document(listed).layers(Kinds.SIGNATURE).getFirst();
                signatures.add(new String(small(layer), StandardCharsets.UTF_8));
            }
        }
        return parcel(release.digest(), document(release), said, signatures);
    }

    private Parcel parcel(Digest digest, Tree release, Said said, List<String> signatures)
            throws IOException {
        if (!release.isRelease() || !release.config().mediaType().equals(Kinds.RELEASE_CONFIG)) {
            throw no("its manifest is not one of a release");
        }
        var config = Form.read(small(release.config()));
        var manifest = new ReleaseConfig(config, said::name).manifest();
        for (var layer : release.layers()) {
            fetch(layer);
        }
        for (var graph : manifest.parts().files()) {
            if (!blobs.size(graph.digest()).equals(Optional.of(graph.size()))) {
                throw no(
                        "its config names a file that its manifest does not list: "
                                + graph.digest());
            }
        }
        var annotations = new TreeMap<>(said.annotations());
        return new Parcel(
                digest,
                manifest,
                said.service(),
                said.label(),
                annotations,
                said.evidence(),
                signatures);
    }

    private Said said(Tree evidence) throws IOException {
        var golden = evidence.layers(Kinds.GOLDEN).stream().findFirst();
        var rows = evidence.layers(Kinds.ROWS).stream().findFirst();
        for (var layer : List.of(golden, rows)) {
            if (layer.isPresent()) {
                fetch(layer.get());
            }
        }
        return Said.read(Form.read(small(evidence.config())), golden, rows);
    }

    private void fetch(Descriptor file) throws IOException {
        if (isWhole(file)) {
            return;
        }
        try (var bytes = from.blob(file.digest(), file.size())) {
            blobs.store(bytes);
        }
    }

    /// Damaged bytes are fetched anew, and mended by that.
    private boolean isWhole(Descriptor file) throws IOException {
        if (!blobs.size(file.digest()).equals(Optional.of(file.size()))) {
            return false;
        }
        var stored = blobs.open(file.digest());
        if (stored.isEmpty()) {
            return false;
        }
        try (var bytes = stored.get()) {
            bytes.transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (Blobs.DamagedException _) {
            return false;
        }
    }

    /// A document that is read here and not kept.
    private byte[] small(Descriptor file) throws IOException {
        if (file.size() > limits.manifest()) {
            throw no(
                    "a document of it has "
                            + file.size()
                            + " bytes, more than "
                            + limits.manifest());
        }
        try (var bytes = from.blob(file.digest(), file.size())) {
            var all = new java.io.ByteArrayOutputStream();
            bytes.transferTo(all);
            return all.toByteArray();
        }
    }

    private Tree document(Descriptor listed) throws IOException {
        return Tree.read(from.document(listed.digest().toString()));
    }

    private Descriptor only(List<Descriptor> all, String kind) throws Trouble {
        var found = all.stream().filter(d -> d.artifactType().equals(kind)).toList();
        if (found.size() != 1) {
            throw no("it lists " + found.size() + " releases");
        }
        return found.getFirst();
    }

    private Trouble no(String why) {
        return new Trouble(
                Problem.of(Code.NOT_A_RELEASE, "What lies at " + at + " is no release.")
                        .because(why)
                        .inState("Nothing of it was taken."));
    }
}
