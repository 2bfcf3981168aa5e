package lastgood.core.port;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// A release store that lasts as long as the test.
public final class MemoryReleases implements Releases {
    private final Map<Digest, byte[]> blobs = new HashMap<>();
    private final Map<Key, Release> releases = new HashMap<>();

    private final Map<Digest, Instant> unnamed = new HashMap<>();

    private record Key(ServiceName service, Digest digest) {}

    @Override
    public synchronized Digest store(InputStream bytes) throws IOException {
        byte[] all = bytes.readAllBytes();
        blobs.put(Digest.of(all), all);
        unnamed.remove(Digest.of(all));
        return Digest.of(all);
    }

    @Override
    public synchronized Optional<byte[]> read(Digest digest) throws IOException {
        var found = Optional.ofNullable(blobs.get(digest)).map(byte[]::clone);
        if (found.isPresent() && !Digest.of(found.get()).equals(digest)) {
            throw new DamagedException(digest);
        }
        return found;
    }

    @Override
    public synchronized Optional<Long> size(Digest digest) {
        return Optional.ofNullable(blobs.get(digest)).map(b -> (long) b.length);
    }

    /// Flips one bit of what is stored under a digest.
    public synchronized void damage(Digest digest) {
        byte[] altered = Optional.ofNullable(blobs.get(digest)).orElseThrow().clone();
        altered[altered.length / 2] ^= 4;
        blobs.put(digest, altered);
    }

    @Override
    public synchronized Digest seal(Manifest manifest) throws IOException {
        mustBeStored(manifest.parts().files());
        byte[] text =
                Samples.bytes(
                        new Manifest(nameless(manifest.parts()), manifest.requires()).toString());
        blobs.put(Digest.of(text), text);
        manifest.parts().graphs().forEach(graph -> unnamed.remove(graph.digest()));
        unnamed.remove(Digest.of(text));
        return Digest.of(text);
    }

    @Override
    public synchronized void remember(Release release) throws IOException {
        mustBeStored(release.evidence().golden().stream().toList());
        mustBeStored(release.evidence().rows().stream().toList());
        var key = new Key(release.service(), release.id().digest());
        releases.merge(key, release, (first, next) -> renumbered(first, next.id()));
    }

    @Override
    public synchronized Optional<Release> find(ServiceName service, ReleaseId id) {
        return Optional.ofNullable(releases.get(new Key(service, id.digest())))
                .filter(r -> r.id().equals(id));
    }

    @Override
    public synchronized List<Release> list(ServiceName service) {
        return ofService(service).sorted(Comparator.comparing(Release::id)).toList();
    }

    @Override
    public synchronized void forget(ServiceName service, ReleaseId id) {
        releases.remove(new Key(service, id.digest()));
    }

    @Override
    public synchronized long sweep(Instant now, Duration grace, Set<Digest> named)
            throws IOException {
        var kept = new HashSet<>(named);
        for (var release : releases.values()) {
            kept.add(release.id().digest());
            kept.addAll(pieces(release));
        }
        long freed = 0;
        for (var digest : List.copyOf(blobs.keySet())) {
            if (kept.contains(digest)) {
                unnamed.remove(digest);
            } else if (!unnamed.computeIfAbsent(digest, _ -> now).isAfter(now.minus(grace))) {
                unnamed.remove(digest);
                freed += Optional.ofNullable(blobs.remove(digest)).orElseThrow().length;
            }
        }
        return freed;
    }

    private void mustBeStored(List<Blob> named) throws IOException {
        for (var blob : named) {
            if (!size(blob.digest()).equals(Optional.of(blob.size()))) {
                throw new IOException("'" + blob.name() + "' is not stored as it should be");
            }
        }
    }

    private Stream<Release> ofService(ServiceName service) {
        return releases.values().stream().filter(r -> r.service().equals(service));
    }

    private static Release renumbered(Release release, ReleaseId id) {
        return new Release(
                release.service(),
                id,
                release.manifest(),
                release.label(),
                release.annotations(),
                release.evidence(),
                release.at(),
                release.by());
    }

    private static Parts nameless(Parts parts) {
        return new Parts(
                new Parts.Model(nameless(parts.model().graph())),
                switch (parts.features()) {
                    case Parts.Features.None none -> none;
                    case Parts.Features.Graph(var graph) ->
                            new Parts.Features.Graph(nameless(graph));
                    case Parts.Features.Shared(var component, var graph) ->
                            new Parts.Features.Shared(component, nameless(graph));
                    case Parts.Features.External external -> external;
                    case Parts.Features.Lookup lookup -> lookup;
                },
                switch (parts.preprocessing()) {
                    case Parts.Preprocessing.None none -> none;
                    case Parts.Preprocessing.Graph(var graph) ->
                            new Parts.Preprocessing.Graph(nameless(graph));
                },
                parts.schema(),
                parts.runtime(),
                parts.config());
    }

    private static Blob nameless(Blob blob) {
        return new Blob("", blob.digest(), blob.size());
    }
}
