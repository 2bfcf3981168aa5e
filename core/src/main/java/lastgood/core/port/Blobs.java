package lastgood.core.port;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import lastgood.core.release.Digest;

/// Bytes by their digest. A byte that was altered is never handed out.
public interface Blobs {
    /// Stores all of `bytes` and answers with their digest. Durable when it returns; storing the same again is cheap.
    Digest store(InputStream bytes) throws IOException;

    /// The bytes, checked against the digest as they were read. Empty where nothing is stored under it.
    ///
    /// @throws DamagedException if what is stored has another digest
    Optional<byte[]> read(Digest digest) throws IOException;

    /// The bytes as a stream, which breaks with a [DamagedException] at its end where they do not have the digest: what was
    /// read until then is not to be used.
    default Optional<InputStream> open(Digest digest) throws IOException {
        return read(digest).map(ByteArrayInputStream::new);
    }

    /// The size in bytes, without reading them. Empty where nothing is stored.
    Optional<Long> size(Digest digest) throws IOException;

    /// What is stored under a digest does not have it.
    final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        public DamagedException(Digest digest) {
            super("stored bytes do not have the digest " + digest);
        }
    }
}
