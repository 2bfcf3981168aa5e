package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
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

    /// Remembers what was said of a release when it was made. The first word stands: a second one for the same service
    /// and digest is ignored. Durable when it returns.
    void remember(Release release) throws IOException;

    Optional<Release> find(ServiceName service, ReleaseId id) throws IOException;

    /// Oldest first.
    List<Release> list(ServiceName service) throws IOException;
}
