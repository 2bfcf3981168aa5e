package lastgood.ledger.releases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.release.Digest;
import lastgood.ledger.files.Durable;

/// Blobs as files, each named by its own digest. A name is never anything that somebody sent.
final class BlobFolder implements Blobs {
    private static final String READ_ONLY = "r--------";
    private static final int LARGEST = Integer.MAX_VALUE - 64;

    private final Path folder;

    private BlobFolder(Path folder) {
        this.folder = folder;
    }

    /// Opens the folder, made if need be, and sweeps out what was never finished.
    static BlobFolder open(Path folder) throws IOException {
        Durable.makeFolder(folder, "rwx------");
        Durable.sweep(folder);
        return new BlobFolder(folder);
    }

    @Override
    public Digest store(InputStream bytes) throws IOException {
        var temporary = Durable.temporary(folder);
        try {
            var digest = copy(bytes, temporary);
            if (isStored(digest)) {
                // Another process may have died between moving it here and forcing the folder.
                Durable.forceFolder(folder);
            } else {
                Durable.settle(temporary, file(digest), READ_ONLY);
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
