package lastgood.ledger.releases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import lastgood.core.port.Blobs;
import lastgood.core.release.Digest;
import lastgood.ledger.files.Durable;

/// Blobs as files, each named by its own digest. A name is never anything that somebody sent.
final class BlobFolder implements Blobs {
    private static final String READ_ONLY = "r--------";
    private static final int LARGEST = Integer.MAX_VALUE - 64;

    private final Path folder;
    private final Arrived arrived;

    /// Who stores or names bytes shares it; who deletes them has it alone.
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private BlobFolder(Path folder, Arrived arrived) {
        this.folder = folder;
        this.arrived = arrived;
    }

    /// Hears of all bytes that somebody stores, new or not, before they can be deleted.
    interface Arrived {
        void here(Digest digest) throws IOException;
    }

    /// Opens the folder, made if need be, and sweeps out what was never finished.
    static BlobFolder open(Path folder, Arrived arrived) throws IOException {
        Durable.makeFolder(folder, "rwx------");
        Durable.sweep(folder);
        return new BlobFolder(folder, arrived);
    }

    /// One that is only read: nothing is made, swept or kept account of.
    static BlobFolder toRead(Path folder) {
        return new BlobFolder(
                folder,
                _ -> {
                    throw new IOException(folder + " is only read");
                });
    }

    /// Whoever has it can rely on what is stored.
    Lock inUse() {
        return use.readLock();
    }

    /// Whoever has it may delete.
    Lock alone() {
        return use.writeLock();
    }

    /// All that is stored.
    List<Digest> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .sorted()
                    .map(Digest::new)
                    .toList();
        }
    }

    /// @return how many bytes it was
    long delete(Digest digest) throws IOException {
        long size = size(digest).orElse(0L);
        Files.deleteIfExists(file(digest));
        return size;
    }

    @Override
    public Digest store(InputStream bytes) throws IOException {
        var temporary = Durable.temporary(folder);
        try {
            var digest = copy(bytes, temporary);
            use.readLock().lock();
            try {
                if (isStored(digest)) {
                    // Another process may have died between moving it here and forcing the folder.
                    Durable.forceFolder(folder);
                } else {
                    Durable.settle(temporary, file(digest), READ_ONLY);
                }
                arrived.here(digest);
            } finally {
                use.readLock().unlock();
            }
            return digest;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public Optional<byte[]> read(Digest digest) throws IOException {
        var size = size(digest);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        if (size.get() > LARGEST) {
            throw new IOException("too large to be read whole: " + size.get() + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file(digest));
        if (!Digest.of(bytes).equals(digest)) {
            throw new DamagedException(digest);
        }
        return Optional.of(bytes);
    }

    @Override
    public Optional<InputStream> open(Digest digest) throws IOException {
        try {
            return Optional.of(new CheckedStream(Files.newInputStream(file(digest)), digest));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> size(Digest digest) throws IOException {
        try {
            return Optional.of(Files.size(file(digest)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static Digest copy(InputStream bytes, Path to) throws IOException {
        var hash = Digest.sha256();
        try (var out = new DigestOutputStream(Files.newOutputStream(to), hash)) {
            bytes.transferTo(out);
        }
        return Digest.of(hash);
    }

    /// Whether true bytes are there; damaged ones are replaced by those at hand.
    private boolean isStored(Digest digest) throws IOException {
        var hash = Digest.sha256();
        try (var in = new DigestInputStream(Files.newInputStream(file(digest)), hash)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return Digest.of(hash).equals(digest);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private Path file(Digest digest) {
        return folder.resolve(digest.hex());
    }
}
