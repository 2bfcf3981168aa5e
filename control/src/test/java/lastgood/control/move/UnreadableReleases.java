package lastgood.control.move;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.port.Releases;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// Releases whose bytes no disk gives any more.
record UnreadableReleases(Releases store) implements Releases {
    @Override
    public Digest store(InputStream bytes) throws IOException {
        return store.store(bytes);
    }

    @Override
    public Optional<byte[]> read(Digest digest) throws IOException {
        throw new IOException("the disk is gone");
    }

    @Override
    public Optional<Long> size(Digest digest) throws IOException {
        return store.size(digest);
    }

    @Override
    public Digest seal(Manifest manifest) throws IOException {
        return store.seal(manifest);
    }

    @Override
    public void remember(Release release) throws IOException {
        store.remember(release);
    }

    @Override
    public Optional<Release> find(ServiceName service, ReleaseId id) throws IOException {
        return store.find(service, id);
    }

    @Override
    public List<Release> list(ServiceName service) throws IOException {
        return store.list(service);
    }

    @Override
    public void forget(ServiceName service, ReleaseId id) throws IOException {
        store.forget(service, id);
    }

    @Override
    public long sweep(Instant now, Duration grace, Set<Digest> named) throws IOException {
        return store.sweep(now, grace, named);
    }
}
