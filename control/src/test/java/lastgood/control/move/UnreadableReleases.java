package lastgood.control.move;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
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
}
