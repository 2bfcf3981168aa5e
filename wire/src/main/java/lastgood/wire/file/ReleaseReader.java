package lastgood.wire.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Parts;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.ComponentId;

/// Reads a document of `kind: Release`: six parts, all of them said, and what is known of the whole.
final class ReleaseReader {
    private final Section top;

    ReleaseReader(Section top) {
        this.top = top;
    }

    Optional<ReleaseDraft> read() {
        var metadata = top.needSection("metadata", "{service: …, label: …}");
        var service = metadata.need("service", Form.SERVICE);
        var label = metadata.may("label", Form.TEXT);
        var annotations = annotations(metadata);
        metadata.done();

        var spec = top.needSection("spec", "the six parts of a release");
        var parts = new PartsReader(spec);
        var draft = draft(spec, parts, service, label, annotations);
        spec.later("provenance", "write annotations under metadata");
        spec.done();
        top.done();
        return draft;
    }

    private static Optional<ReleaseDraft> draft(
            Section spec,
            PartsReader parts,
            Optional<ServiceName> service,
            Optional<String> label,
            SortedMap<String, String> annotations) {
        var model = parts.model();
        var features = parts.features();
        var preprocessing = parts.preprocessing();
        var schema = parts.schema();
        var runtime = RuntimeReader.read(spec);
        var config = ConfigReader.read(spec);
        var requires = RequiresReader.read(spec, used(features, config));
        var evidence = EvidenceReader.read(spec);
        if (service.isEmpty()
                || model.isEmpty()
                || features.isEmpty()
                || preprocessing.isEmpty()
                || schema.isEmpty()
                || runtime.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ReleaseDraft(
                        service.get(),
                        label,
                        annotations,
                        model.get(),
                        features.get(),
                        preprocessing.get().path(),
                        schema.get(),
                        runtime.get(),
                        config,
                        requires,
                        evidence));
    }

    private static List<ComponentId> used(
            Optional<ReleaseDraft.Features> features, Parts.Config config) {
        var used = new ArrayList<ComponentId>();
        if (features.isPresent()
                && features.get() instanceof ReleaseDraft.Features.Shared(var component)) {
            used.add(component);
        }
        config.component().ifPresent(used::add);
        return used;
    }

    private static SortedMap<String, String> annotations(Section metadata) {
        var annotations = new TreeMap<String, String>();
        metadata.maySection("annotations", "texts by name")
                .all()
                .forEach((key, item) ->
                        item.as(Form.TEXT).ifPresent(text -> annotations.put(key, text)));
        return annotations;
    }
}
