package lastgood.core.release;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A release as it travels: what serves, what was said of it, and who vouches for it. Its bytes travel beside it.
///
/// When and by whom it was made is left out: a release gets its number where it arrives.
///
/// @param release the digest that the manifest must have when it is sealed
/// @param service that it was made for; empty: nobody said
/// @param signatures envelopes, byte for byte as they were made
public record Parcel(
        Digest release,
        Manifest manifest,
        Optional<ServiceName> service,
        Optional<String> label,
        SortedMap<String, String> annotations,
        OfflineEvidence evidence,
        List<String> signatures) {

    public Parcel {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
        signatures = List.copyOf(signatures);
    }

    public static Parcel of(Release release, List<String> signatures) {
        return new Parcel(
                release.id().digest(),
                release.manifest(),
                Optional.of(release.service()),
                release.label(),
                release.annotations(),
                release.evidence(),
                signatures);
    }
}
