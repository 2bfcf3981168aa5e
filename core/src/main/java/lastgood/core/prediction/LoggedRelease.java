package lastgood.core.prediction;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import lastgood.core.release.Blob;
import lastgood.core.release.PartName;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// A release as the prediction log names it: by its number, its digest, and what it is made of.
///
/// @param parts the digest where a part has bytes of its own, before it the shared component it is of; else words
public record LoggedRelease(ServiceName service, ReleaseId id, Map<PartName, String> parts) {
    public LoggedRelease {
        var ordered = new EnumMap<PartName, String>(PartName.class);
        ordered.putAll(parts);
        parts = Collections.unmodifiableMap(ordered);
    }

    public static LoggedRelease of(Release release) {
        var parts = release.parts();
        var texts = new EnumMap<PartName, String>(parts.described());
        texts.put(PartName.MODEL, digest(parts.model().graph()));
        texts.put(PartName.FEATURES, features(parts.features(), texts));
        texts.put(
                PartName.PREPROCESSING,
                parts.preprocessing().blob().map(LoggedRelease::digest).orElse("none"));
        texts.put(PartName.SCHEMA, parts.schema().digest().toString());
        return new LoggedRelease(release.service(), release.id(), texts);
    }

    private static String features(Parts.Features features, Map<PartName, String> described) {
        var digest = features.blob().map(LoggedRelease::digest);
        return features.shared()
                .map(component -> component + digest.map(d -> " " + d).orElse(""))
                .or(() -> digest)
                .orElse(described.getOrDefault(PartName.FEATURES, "none"));
    }

    private static String digest(Blob blob) {
        return blob.digest().toString();
    }
}
