package lastgood.core.release;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One immutable version of a service's whole stack, with what was said about it when it was made.
public record Release(
        ServiceName service,
        ReleaseId id,
        Manifest manifest,
        Optional<String> label,
        SortedMap<String, String> annotations,
        OfflineEvidence evidence,
        Instant at,
        Actor by) {

    public Release {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public Parts parts() {
        return manifest.parts();
    }
}
