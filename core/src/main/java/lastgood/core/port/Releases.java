package lastgood.core.port;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// Every release that was ever made, and the bytes it is made of.
public interface Releases extends Blobs {
    /// The digest of a release that consists of this; writes its manifest durably. Same manifest, same digest.
    ///
    /// @throws IOException also if one of the blobs it names is not stored
    Digest seal(Manifest manifest) throws IOException;

    /// Remembers what was said of a release when it was made. The first word stands: of a second one for the same
    /// service and digest only the number is taken, as a crash may have come before the first was given to anybody.
    /// Durable when it returns.
    ///
    /// @throws IOException also if a blob of its evidence is not stored
    void remember(Release release) throws IOException;

    Optional<Release> find(ServiceName service, ReleaseId id) throws IOException;

    /// Everything that is stored of a release, each once: what serves, and what proves it.
    default List<Digest> pieces(Release release) throws IOException {
        return Stream.of(
                        release.parts().files().stream(),
                        release.evidence().golden().stream(),
                        release.evidence().rows().stream())
                .flatMap(blobs -> blobs)
                .map(Blob::digest)
                .distinct()
                .toList();
    }

    /// Lets a release go: it is neither found nor listed any more. Its bytes stay until they are swept. Durable when it
    /// returns; doing it again does no harm.
    void forget(ServiceName service, ReleaseId id) throws IOException;

    /// Deletes bytes that nothing names: no release that is stored, and nothing in `named`. They are noted first, and deleted
    /// by a later call if `grace` has passed and they are still named by nothing and were not stored again meanwhile.
    /// Whoever stores bytes has this long to name them.
    ///
    /// @return how many bytes were deleted
    long sweep(Instant now, Duration grace, Set<Digest> named) throws IOException;

    /// By number.
    List<Release> list(ServiceName service) throws IOException;
}
