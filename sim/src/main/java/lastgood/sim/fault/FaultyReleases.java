package lastgood.sim.fault;

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

/// Releases on a disk that fails.
public record FaultyReleases(Releases store, Weather weather) implements Releases {

    @Override
    public Digest store(InputStream bytes) throws IOException {
        weather.write();
        return store.store(bytes);
    }

    @Override
    public Optional<byte[]> read(Digest digest) throws IOException {
        weather.read();
        return store.read(digest);
    }

    @Override
    public Optional<Long> size(Digest digest) throws IOException {
        weather.read();
        return store.size(digest);
    }

    @Override
    public Digest seal(Manifest manifest) throws IOException {
        weather.write();
        return store.seal(manifest);
    }

    @Override
    public void remember(Release release) throws IOException {
        weather.call("before a release is remembered");
        weather.write();
        store.remember(release);
    }

    @Override
    public void forget(ServiceName service, ReleaseId id) throws IOException {
        weather.call("before a release is forgotten");
        weather.write();
        store.forget(service, id);
    }

    @Override
    public long sweep(Instant now, Duration grace, Set<Digest> named) throws IOException {
        weather.write();
        return store.sweep(now, grace, named);
    }

    @Override
    public Optional<Release> find(ServiceName service, ReleaseId id) throws IOException {
        weather.read();
        return store.find(service, id);
    }

    @Override
    public List<Release> list(ServiceName service) throws IOException {
        weather.read();
        return store.list(service);
    }
}
