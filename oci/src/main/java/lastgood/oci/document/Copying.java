package lastgood.oci.document;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import lastgood.core.port.Registry.Sent;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.core.release.RegistryRef;
import lastgood.oci.client.Document;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Repository;
import lastgood.oci.client.Trouble;

/// Copies whatever hangs from a manifest or an index, files first and the root last. Bytes run through, checked on the
/// way, and are kept nowhere.
public final class Copying {
    private static final int DEEPEST = 3;

    private final Repository from;
    private final Repository to;
    private final Limits limits;
    private final Set<Digest> done = new HashSet<>();
    private int sent;
    private int there;
    private long bytes;

    public Copying(Repository from, Repository to, Limits limits) {
        this.from = from;
        this.to = to;
        this.limits = limits;
    }

    /// @param as what names it there
    public Sent copy(RegistryRef at, RegistryRef as) throws IOException {
        var root = from.document(at.reference());
        try {
            below(root, 1);
            tagModelPack(root, as);
            to.put(as.reference(), typed(root));
        } catch (IllegalArgumentException e) {
            throw new Trouble(
                    Problem.of(Code.NOT_A_RELEASE, "What lies at " + at + " cannot be copied.")
                            .because(String.valueOf(e.getMessage())));
        }
        return new Sent(root.digest(), sent, there, bytes);
    }

    private void below(Document document, int depth) throws IOException {
        var tree = Tree.read(document);
        if (depth > DEEPEST || done.size() > limits.pieces()) {
            throw new IllegalArgumentException("it has more parts than any release");
        }
        for (var child : tree.documents()) {
            if (!done.add(child.digest())) {
                continue;
            }
            var inner = from.document(child.digest().toString());
            below(inner, depth + 1);
            if (to.hasManifest(child.digest())) {
                there++;
            } else {
                to.put(child.digest().toString(), typed(inner));
                sent++;
            }
        }
        for (var blob : tree.blobs()) {
            if (done.add(blob.digest())) {
                blob(blob);
            }
        }
    }

    /// What a push does, for tools that know nothing of releases.
    private void tagModelPack(Document root, RegistryRef as) throws IOException {
        var tree = Tree.read(root);
        for (var child : tree.isParcel() ? tree.documents() : java.util.List.<Descriptor>of()) {
            if (child.artifactType().equals(ModelPack.MANIFEST) && as.modelPack().isPresent()) {
                to.put(
                        as.modelPack().get().reference(),
                        typed(from.document(child.digest().toString())));
            }
        }
    }

    private void blob(Descriptor blob) throws IOException {
        if (to.hasBlob(blob.digest())) {
            there++;
            return;
        }
        to.upload(blob.digest(), blob.size(), () -> from.blob(blob.digest(), blob.size()));
        sent++;
        bytes += blob.size();
    }

    private static Document typed(Document document) {
        return new Document(document.bytes(), Tree.read(document).mediaType());
    }
}
