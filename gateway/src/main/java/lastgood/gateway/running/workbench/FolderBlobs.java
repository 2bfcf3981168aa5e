package lastgood.gateway.running.workbench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.release.Digest;

/// The blobs that were laid out for one job.
record FolderBlobs(Path folder) implements Blobs {

    @Override
    public Digest store(InputStream bytes) throws IOException {
        byte[] all = bytes.readAllBytes();
        var digest = Digest.of(all);
        Files.write(file(digest), all);
        return digest;
    }

    @Override
    public Optional<byte[]> read(Digest digest) throws IOException {
        if (!Files.exists(file(digest))) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file(digest));
        if (!Digest.of(bytes).equals(digest)) {
            throw new DamagedException(digest);
        }
        return Optional.of(bytes);
    }

    @Override
    public Optional<Long> size(Digest digest) throws IOException {
        return Files.exists(file(digest))
                ? Optional.of(Files.size(file(digest)))
                : Optional.empty();
    }

    private Path file(Digest digest) {
        return folder.resolve(digest.hex());
    }
}
