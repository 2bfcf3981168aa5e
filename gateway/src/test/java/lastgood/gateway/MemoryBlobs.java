package lastgood.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.core.port.Blobs;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;

/// Blobs in memory, which tests can damage.
public final class MemoryBlobs implements Blobs {
    private final Map<Digest, byte[]> stored = new ConcurrentHashMap<>();

    @Override
    public Digest store(InputStream bytes) throws IOException {
        return put("", bytes.readAllBytes()).digest();
    }

    @Override
    public Optional<byte[]> read(Digest digest) throws IOException {
        var bytes = stored.get(digest);
        if (bytes != null && !Digest.of(bytes).equals(digest)) {
            throw new DamagedException(digest);
        }
        return Optional.ofNullable(bytes).map(byte[]::clone);
    }

    @Override
    public Optional<Long> size(Digest digest) {
        return Optional.ofNullable(stored.get(digest)).map(bytes -> (long) bytes.length);
    }

    public Blob put(String name, byte[] bytes) {
        var digest = Digest.of(bytes);
        stored.put(digest, bytes.clone());
        return new Blob(name, digest, bytes.length);
    }

    /// One byte of what is stored is another one from now on.
    public void damage(Blob blob) {
        stored.computeIfPresent(
                blob.digest(),
                (_, bytes) -> {
                    bytes[bytes.length / 2] ^= 1;
                    return bytes;
                });
    }
}
