package lastgood.wire.file;

import java.util.List;
import java.util.Optional;

/// Reads the parts that are files. Each is asked for: "none" is said, never left out.
final class PartsReader {
    private static final String FEATURES =
            "{ref: NAME@VERSION}, {path: FILE}, or none if the caller sends what the model takes";
    private static final String PREPROCESSING =
            "{path: FILE}, or none if nothing runs between features and model";
    private static final String SCHEMA = "{path: FILE}, or infer to take the model's own signature";
    private static final Form<String> FORMAT = Form.word(List.of("onnx"), f -> f);

    private final Section spec;

    PartsReader(Section spec) {
        this.spec = spec;
    }

    /// Said to be none, or a file.
    record MaybeFile(Optional<RelativePath> path) {}

    Optional<RelativePath> model() {
        return spec.needItem("model", "{path: FILE}").flatMap(item -> file(item, "{path: FILE}"));
    }

    Optional<ReleaseDraft.Features> features() {
        var said = spec.needItem("features", FEATURES);
        if (said.filter(item -> item.says("none")).isPresent()) {
            return Optional.of(new ReleaseDraft.Features.None());
        }
        return said.flatMap(PartsReader::graphOrShared);
    }

    Optional<MaybeFile> preprocessing() {
        var said = spec.needItem("preprocessing", PREPROCESSING);
        if (said.filter(item -> item.says("none")).isPresent()) {
            return Optional.of(new MaybeFile(Optional.empty()));
        }
        return said.flatMap(item -> file(item, PREPROCESSING))
                .map(path -> new MaybeFile(Optional.of(path)));
    }

    Optional<ReleaseDraft.Schema> schema() {
        var said = spec.needItem("schema", SCHEMA);
        if (said.filter(item -> item.says("infer")).isPresent()) {
            return Optional.of(new ReleaseDraft.Schema.Infer());
        }
        return said.flatMap(item -> {
            var section = item.section(SCHEMA);
            var path = section.need("path", Form.PATH);
            section.done();
            return path.map(ReleaseDraft.Schema.File::new);
        });
    }

    private static Optional<ReleaseDraft.Features> graphOrShared(Item item) {
        var section = item.section(FEATURES);
        for (var key : List.of("lookup", "external")) {
            section.later(key, "write " + FEATURES);
        }
        var ref = section.may("ref", Form.COMPONENT);
        var path = section.may("path", Form.PATH);
        section.may("format", FORMAT);
        if (section.isThere() && section.has("ref") == section.has("path")) {
            item.complain(
                    section.has("ref") ? "found both ref and path" : "found neither ref nor path",
                    FEATURES);
        }
        section.done();
        return ref.<ReleaseDraft.Features>map(ReleaseDraft.Features.Shared::new)
                .or(() -> path.map(ReleaseDraft.Features.Graph::new));
    }

    private static Optional<RelativePath> file(Item item, String expected) {
        var section = item.section(expected);
        var path = section.need("path", Form.PATH);
        section.may("format", FORMAT);
        section.done();
        return path;
    }
}
