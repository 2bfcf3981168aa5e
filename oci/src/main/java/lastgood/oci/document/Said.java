package lastgood.oci.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parcel;
import lastgood.core.release.ServiceName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What was said of a release beside what serves: service, label, annotations, evidence, and what its files are called.
///
/// @param names of files by their digest
record Said(
        Optional<ServiceName> service,
        Optional<String> label,
        SortedMap<String, String> annotations,
        SortedMap<String, String> names,
        OfflineEvidence evidence) {
    private static final int LONGEST = 1_000;

    static final Said NOTHING =
            new Said(
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new OfflineEvidence(
                            Optional.empty(),
                            new TreeMap<>(),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            List.of()));

    static byte[] bytes(Parcel parcel) {
        var node = Form.object();
        parcel.service().ifPresent(service -> node.put("service", service.text()));
        parcel.label().ifPresent(label -> node.put("label", label));
        var annotations = node.putObject("annotations");
        parcel.annotations().forEach(annotations::put);
        var names = node.putObject("names");
        files(parcel).forEach(blob -> names.put(blob.digest().toString(), blob.name()));
        node.set("evidence", evidence(parcel.evidence()));
        return Form.bytes(node);
    }

    /// @param golden and rows as the manifest lists them
    /// @throws RuntimeException if it is none
    static Said read(JsonNode node, Optional<Descriptor> golden, Optional<Descriptor> rows) {
        var names = texts(node.required("names"));
        var said = node.required("evidence");
        var metrics = new TreeMap<String, Double>();
        said.required("metrics")
                .forEachEntry((key, value) -> metrics.put(key, value.doubleValue()));
        var ranges = new ArrayList<OfflineEvidence.Range>();
        said.required("ranges").forEach(range -> ranges.add(range(range)));
        return new Said(
                text(node, "service").map(s -> ServiceName.parse(s).orElseThrow()),
                text(node, "label"),
                texts(node.required("annotations")),
                names,
                new OfflineEvidence(
                        text(said, "dataset"),
                        metrics,
                        golden.map(d -> blob(d, names)),
                        said.required("goldenGenerated").booleanValue(),
                        rows.map(d -> blob(d, names)),
                        ranges));
    }

    String name(Digest digest) {
        return name(digest, names);
    }

    private static List<Blob> files(Parcel parcel) {
        var files = new ArrayList<>(parcel.manifest().parts().files());
        parcel.evidence().golden().ifPresent(files::add);
        parcel.evidence().rows().ifPresent(files::add);
        return files;
    }

    private static ObjectNode evidence(OfflineEvidence evidence) {
        var node = Form.object().put("goldenGenerated", evidence.goldenGenerated());
        evidence.dataset().ifPresent(dataset -> node.put("dataset", dataset));
        var metrics = node.putObject("metrics");
        evidence.metrics().forEach(metrics::put);
        var ranges = node.putArray("ranges");
        for (var range : evidence.ranges()) {
            ranges.addObject()
                    .put("tensor", range.tensor())
                    .put("index", range.index())
                    .put("column", range.column())
                    .put("least", range.least())
                    .put("greatest", range.greatest());
        }
        return node;
    }

    private static OfflineEvidence.Range range(JsonNode node) {
        return new OfflineEvidence.Range(
                node.required("tensor").stringValue(),
                node.required("index").intValue(),
                node.required("column").stringValue(),
                node.required("least").doubleValue(),
                node.required("greatest").doubleValue());
    }

    private static Blob blob(Descriptor descriptor, SortedMap<String, String> names) {
        return new Blob(name(descriptor.digest(), names), descriptor.digest(), descriptor.size());
    }

    /// A name is shown to people and is never a path.
    private static String name(Digest digest, SortedMap<String, String> names) {
        return Optional.ofNullable(names.get(digest.toString()))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .filter(name -> name.matches("[^\\p{Cntrl}\\\\]{1,255}"))
                .orElse(digest.brief());
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        var texts = new TreeMap<String, String>();
        node.forEachEntry((key, value) -> texts.put(checked(key), checked(value.stringValue())));
        return texts;
    }

    private static Optional<String> text(JsonNode node, String key) {
        return node.has(key)
                ? Optional.of(checked(node.required(key).stringValue()))
                : Optional.empty();
    }

    /// Texts of others go to screens.
    private static String checked(String text) {
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a text with control characters, or too long");
        }
        return text;
    }
}
