package lastgood.ledger.releases;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import lastgood.core.port.Blobs;
import lastgood.core.port.Releases;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.files.Durable;
import lastgood.ledger.sqlite.Database;

/// The release store: bytes in an OCI image layout, and what was said of each release in the database.
///
/// `index.json` is for other tools. It follows from the database and is written anew where a crash came between.
public final class OciReleases implements Releases {
    private static final String ALL = "SELECT service, digest, number, document FROM releases ";

    private final Path folder;
    private final BlobFolder blobs;
    private final Database database;
    private final Codec codec;
    private final Sweeper sweeper;
    private final ReentrantLock indexing = new ReentrantLock();

    private OciReleases(
            Path folder, BlobFolder blobs, Database database, Codec codec, Sweeper sweeper) {
        this.folder = folder;
        this.sweeper = sweeper;
        this.blobs = blobs;
        this.database = database;
        this.codec = codec;
    }

    /// Opens the layout, made if need be, and mends what a crash left half done.
    public static OciReleases open(Path folder, Database database, Codec codec) throws IOException {
        return open(folder, database, codec, Sweeper.Steps.UNWATCHED);
    }

    /// @param steps told before each step by which something is let go
    static OciReleases open(Path folder, Database database, Codec codec, Sweeper.Steps steps)
            throws IOException {
        Durable.makeFolder(folder, "rwx------");
        Durable.sweep(folder);
        var noted = new UnnamedBlobs(database);
        var blobs = BlobFolder.open(blobs(folder), noted::drop);
        var sweeper = new Sweeper(blobs, noted, steps);
        var releases = new OciReleases(folder, blobs, database, codec, sweeper);
        releases.keep("oci-layout", OciIndex.LAYOUT.getBytes(StandardCharsets.US_ASCII));
        releases.writeIndex();
        return releases;
    }

    /// The bytes of a layout, without the database that says what they are: to be read, and verified as they are read.
    public static Blobs bytes(Path folder) {
        return BlobFolder.toRead(blobs(folder));
    }

    private static Path blobs(Path folder) {
        return folder.resolve("blobs").resolve("sha256");
    }

    @Override
    public Digest store(InputStream bytes) throws IOException {
        return blobs.store(bytes);
    }

    @Override
    public Optional<byte[]> read(Digest digest) throws IOException {
        return blobs.read(digest);
    }

    @Override
    public Optional<InputStream> open(Digest digest) throws IOException {
        return blobs.open(digest);
    }

    @Override
    public Optional<Long> size(Digest digest) throws IOException {
        return blobs.size(digest);
    }

    @Override
    public Digest seal(Manifest manifest) throws IOException {
        for (var graph : manifest.parts().files()) {
            mustBeStored(graph);
            sweeper.wanted(graph.digest());
        }
        byte[] config = ServingDocument.of(manifest);
        store(config);
        return store(OciManifest.ofRelease(manifest, config));
    }

    @Override
    public void remember(Release release) throws IOException {
        storeEvidence(release);
        blobs.inUse().lock();
        try {
            mustBeWhole(release);
            write(release);
        } finally {
            blobs.inUse().unlock();
        }
        writeIndex();
    }

    private void write(Release release) throws IOException {
        database.write(transaction -> {
            var first =
                    transaction.first(
                            ALL + "WHERE service = ? AND digest = ?",
                            this::read,
                            release.service().text(),
                            release.id().digest().hex());
            var said = first.map(f -> renumbered(f, release.id())).orElse(release);
            return transaction.run(
                    "INSERT INTO releases (service, digest, number, document)"
                            + " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                            + " SET number = excluded.number, document = excluded.document",
                    said.service().text(),
                    said.id().digest().hex(),
                    said.id().number(),
                    codec.write(Release.class, said));
        });
    }

    @Override
    public void forget(ServiceName service, ReleaseId id) throws IOException {
        sweeper.steps().before("a release is struck out");
        database.write(transaction ->
                transaction.run(
                        "DELETE FROM releases WHERE service = ? AND digest = ?",
                        service.text(),
                        id.digest().hex()));
        sweeper.steps().before("the index is written without it");
        writeIndex();
    }

    @Override
    public long sweep(Instant now, Duration grace, Set<Digest> named) throws IOException {
        writeIndex();
        return sweeper.sweep(
                now,
                grace,
                () -> {
                    var all = new HashSet<>(named);
                    for (var release : everyRelease()) {
                        all.addAll(pieces(release));
                        evidenceManifest(release).map(Digest::of).ifPresent(all::add);
                    }
                    all.add(Digest.of(OciManifest.EMPTY));
                    return all;
                });
    }

    private List<Release> everyRelease() throws IOException {
        return database.read(t -> t.all(ALL + "ORDER BY service, number", this::read));
    }

    @Override
    public Optional<Release> find(ServiceName service, ReleaseId id) throws IOException {
        return database.read(transaction ->
                transaction.first(
                        ALL + "WHERE service = ? AND digest = ? AND number = ?",
                        this::read,
                        service.text(),
                        id.digest().hex(),
                        id.number()));
    }

    @Override
    public List<Release> list(ServiceName service) throws IOException {
        return database.read(transaction ->
                transaction.all(
                        ALL + "WHERE service = ? ORDER BY number, rowid",
                        this::read,
                        service.text()));
    }

    @Override
    public List<Digest> pieces(Release release) throws IOException {
        var config = Digest.of(ServingDocument.of(release.manifest()));
        return Stream.of(
                        Stream.of(release.id().digest(), config),
                        Releases.super.pieces(release).stream())
                .flatMap(pieces -> pieces)
                .toList();
    }

    private Release read(ResultSet row) throws SQLException {
        return codec.read(Release.class, row.getString("document"));
    }

    private void mustBeStored(Blob blob) throws IOException {
        var size = blobs.size(blob.digest());
        if (!size.equals(Optional.of(blob.size()))) {
            throw new IOException(
                    "'"
                            + blob.name()
                            + "' "
                            + blob.digest()
                            + size.map(s -> " is stored with " + s + " bytes, not " + blob.size())
                                    .orElse(" is not stored"));
        }
    }

    /// Bytes that were stored long ago may have been swept since.
    private void mustBeWhole(Release release) throws IOException {
        for (var file : release.parts().files()) {
            mustBeStored(file);
        }
        for (var blob :
                Stream.concat(
                                release.evidence().golden().stream(),
                                release.evidence().rows().stream())
                        .toList()) {
            mustBeStored(blob);
        }
    }

    private void storeEvidence(Release release) throws IOException {
        var evidence = release.evidence();
        if (evidence.golden().isPresent()) {
            mustBeStored(evidence.golden().get());
            sweeper.wanted(evidence.golden().get().digest());
        }
        if (evidence.rows().isPresent()) {
            mustBeStored(evidence.rows().get());
            sweeper.wanted(evidence.rows().get().digest());
        }
        var manifest = evidenceManifest(release);
        if (manifest.isPresent()) {
            store(OciManifest.EMPTY);
            store(manifest.get());
        }
    }

    private Optional<byte[]> evidenceManifest(Release release) throws IOException {
        var digest = release.id().digest();
        var size = blobs.size(digest);
        return size.isEmpty()
                ? Optional.empty()
                : OciManifest.ofEvidence(release.evidence(), digest, size.get());
    }

    private Digest store(byte[] bytes) throws IOException {
        return blobs.store(new ByteArrayInputStream(bytes));
    }

    private void writeIndex() throws IOException {
        indexing.lock();
        try {
            var index = new OciIndex();
            for (var release : everyRelease()) {
                var size = blobs.size(release.id().digest());
                if (size.isPresent()) {
                    index.add(release, size.get());
                }
                evidenceManifest(release).ifPresent(index::addEvidence);
            }
            keep("index.json", index.bytes());
        } finally {
            indexing.unlock();
        }
    }

    /// Has a file hold these bytes, without writing where it does already.
    private void keep(String name, byte[] bytes) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            Durable.write(file, bytes, "rw-------");
        }
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
}
