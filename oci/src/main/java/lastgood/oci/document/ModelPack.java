package lastgood.oci.document;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import lastgood.core.port.Blobs;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;
import lastgood.oci.client.Document;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Repository;
import lastgood.oci.client.Trouble;
import tools.jackson.databind.node.ObjectNode;

/// A model alone, in the CNCF's ModelPack form (model-spec 0.0.7), which other tools read and write.
public final class ModelPack {
    static final String MANIFEST = "application/vnd.cncf.model.manifest.v1+json";
    static final String CONFIG = "application/vnd.cncf.model.config.v1+json";
    private static final String WEIGHT = "application/vnd.cncf.model.weight.v1.";
    private static final String FILE = "org.cncf.model.filepath";

    private final Repository from;
    private final RegistryRef at;
    private final Blobs blobs;
    private final Limits limits;

    public ModelPack(Repository from, RegistryRef at, Blobs blobs, Limits limits) {
        this.from = from;
        this.at = at;
        this.blobs = blobs;
        this.limits = limits;
    }

    /// @param form `raw`, `tar`, `tar+gzip` or `tar+zstd`
    /// @param file what it is called in the model's folder
    private record Weight(Descriptor layer, String form, String file) {}

    /// The config of the model of a parcel.
    static ObjectNode config(Parcel parcel) {
        var model = parcel.manifest().parts().model().graph();
        var node = Form.object();
        var descriptor = node.putObject("descriptor");
        parcel.service().ifPresent(service -> descriptor.put("name", service.text()));
        parcel.label().ifPresent(label -> descriptor.put("version", label));
        boolean isGraph = parcel.manifest().parts().runtime().runsGraphs();
        node.putObject("config").put("format", isGraph ? "onnx" : "raw");
        node.putObject("modelfs")
                .put("type", "layers")
                .putArray("diffIds")
                .add(model.digest().toString());
        return node;
    }

    /// The one layer of the model of a parcel; its bytes are those that the release has.
    static ObjectNode layer(Blob model) {
        var node = new Descriptor(WEIGHT + "raw", model.digest(), model.size(), "").node();
        node.putObject("annotations").put(FILE, model.name());
        return node;
    }

    /// Brings a model's weights into the store.
    ///
    /// @param wanted which file, where there are several
    public Blob weights(String wanted) throws IOException {
        try {
            var weight = choose(listed(tree()), wanted);
            var digest = blobs.store(bytes(weight, wanted));
            return new Blob(
                    last(weight.file().isEmpty() ? wanted : weight.file()),
                    digest,
                    blobs.size(digest).orElseThrow());
        } catch (ZipException | EOFException e) {
            throw no("its weights cannot be unpacked: " + e.getMessage());
        } catch (RuntimeException e) {
            throw no(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
        }
    }

    /// Of a release that was pushed, the ModelPack that was pushed with it.
    private Tree tree() throws IOException {
        var root = Tree.read(from.document(at.reference()));
        if (!root.isParcel()) {
            return root;
        }
        for (var listed : root.documents()) {
            if (listed.artifactType().equals(MANIFEST)) {
                return Tree.read(from.document(listed.digest().toString()));
            }
        }
        throw no("it is a release without one");
    }

    private List<Weight> listed(Tree tree) throws Trouble {
        if (!tree.mediaType().equals(Document.MANIFEST) || !tree.artifactType().equals(MANIFEST)) {
            var kind = tree.artifactType().isEmpty() ? tree.mediaType() : tree.artifactType();
            throw no("it is " + kind + ", expected " + MANIFEST);
        }
        var weights = new ArrayList<Weight>();
        for (var layer : tree.node().path("layers")) {
            var descriptor = Descriptor.read(layer);
            if (descriptor.mediaType().startsWith(WEIGHT)) {
                var form = descriptor.mediaType().substring(WEIGHT.length());
                var file = layer.path("annotations").path(FILE).stringValue("");
                weights.add(new Weight(descriptor, form, file));
            }
        }
        return weights;
    }

    private Weight choose(List<Weight> weights, String wanted) throws Trouble {
        var named =
                weights.stream()
                        .filter(w -> w.file().equals(wanted) || last(w.file()).equals(last(wanted)))
                        .toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        if (weights.size() == 1) {
            return weights.getFirst();
        }
        throw no(
                weights.isEmpty()
                        ? "it has no weights"
                        : "it has several weights, and not one that is called "
                                + last(wanted)
                                + ": "
                                + String.join(
                                        ", ",
                                        weights.stream()
                                                .map(Weight::file)
                                                .map(ModelPack::printable)
                                                .toList()));
    }

    private java.io.InputStream bytes(Weight weight, String wanted) throws IOException {
        var names = List.of(last(weight.file()), last(wanted));
        return switch (weight.form()) {
            case "raw" -> fetch(weight);
            case "tar" -> Tar.file(fetch(weight), names, limits.blob());
            case "tar+gzip" -> Tar.file(new GZIPInputStream(fetch(weight)), names, limits.blob());
            default ->
                    throw no(
                            "its weights are packed as "
                                    + printable(weight.form())
                                    + "; raw, tar and tar+gzip are read");
        };
    }

    private java.io.InputStream fetch(Weight weight) throws IOException {
        return from.blob(weight.layer().digest(), weight.layer().size());
    }

    private static String last(String path) {
        return printable(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String printable(String text) {
        var plain = text.replaceAll("[\\p{Cntrl}\\\\]", "?");
        return plain.substring(0, Math.min(plain.length(), 200));
    }

    private Trouble no(String why) {
        return new Trouble(
                Problem.of(Code.NOT_A_RELEASE, "What lies at " + at + " has no model to take.")
                        .because(why)
                        .inState("Nothing of it was taken."));
    }
}
