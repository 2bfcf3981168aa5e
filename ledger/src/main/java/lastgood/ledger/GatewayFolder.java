package lastgood.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.port.Snapshots;
import lastgood.core.port.Vetoes;
import lastgood.ledger.files.FolderLock;
import lastgood.ledger.releases.OciReleases;
import lastgood.ledger.snapshots.SnapshotFiles;
import lastgood.ledger.vetoes.VetoFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a gateway needs of the folder where there is no ledger, because it cannot be opened or is not asked for: the bytes
/// of releases, its own memory, and the key of prediction ids. The database is not touched.
public final class GatewayFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayFolder.class);
    private static final int KEY_BYTES = 32;

    private final Path data;
    private final Optional<FolderLock> lock;
    private final Vetoes vetoes;
    private final byte[] predictionKey;

    private GatewayFolder(
            Path data, Optional<FolderLock> lock, Vetoes vetoes, byte[] predictionKey) {
        this.data = data;
        this.lock = lock;
        this.vetoes = vetoes;
        this.predictionKey = predictionKey;
    }

    /// @throws FolderLock.TakenException if another process has it
    /// @throws IOException also if there are vetoes that cannot be read: what they forbid would be served
    public static GatewayFolder open(Path data) throws IOException {
        var lock = lock(data);
        try {
            return new GatewayFolder(
                    data,
                    lock,
                    VetoFiles.open(data.resolve(Ledger.VETOES)),
                    key(data.resolve(Ledger.SECRETS)));
        } catch (IOException | RuntimeException e) {
            if (lock.isPresent()) {
                lock.get().close();
            }
            throw e;
        }
    }

    /// Whether the ledger's database is there at all.
    public static boolean hasLedger(Path data) {
        return Files.exists(data.resolve(Ledger.DATABASE));
    }

    /// What a gateway has left in a folder, without opening anything else of it.
    public static Snapshots snapshots(Path data) {
        return new SnapshotFiles(data.resolve(Ledger.GATEWAY));
    }

    public Blobs blobs() {
        return OciReleases.bytes(data.resolve(Ledger.RELEASES));
    }

    public Vetoes vetoes() {
        return vetoes;
    }

    public Snapshots snapshots() {
        return snapshots(data);
    }

    public byte[] predictionKey() {
        return predictionKey.clone();
    }

    /// The folder for what nobody else may read.
    public Path secrets() {
        return data.resolve(Ledger.SECRETS);
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }

    /// A disk that takes no lock takes nothing else either, so that two who serve from it do each other no harm.
    private static Optional<FolderLock> lock(Path data) throws IOException {
        try {
            return Optional.of(FolderLock.take(data));
        } catch (FolderLock.TakenException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("{} cannot be locked: {}", data, e.toString());
            return Optional.empty();
        }
    }

    private static byte[] key(Path secrets) {
        return Secrets.key(secrets)
                .orElseGet(() -> {
                    LOG.error(
                            "The key of prediction ids in {} cannot be read. What is answered until it can cannot be labelled.",
                            secrets);
                    var drawn = new byte[KEY_BYTES];
                    new SecureRandom().nextBytes(drawn);
                    return drawn;
                });
    }
}
