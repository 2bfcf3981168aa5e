package lastgood.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lastgood.core.port.Releases;
import lastgood.core.release.Digest;
import lastgood.ledger.Ledger;

/// Real stores of servers, each in a data folder of its own.
final class Stores implements AutoCloseable {
    private final Path folder;
    private final List<Ledger> ledgers = new ArrayList<>();

    Stores(Path folder) {
        this.folder = folder;
    }

    Releases open() throws IOException {
        ledgers.add(Ledger.open(folder.resolve("server-" + ledgers.size())));
        return ledgers.getLast().releases();
    }

    /// One that was opened before.
    Releases opened(int server) {
        return ledgers.get(server).releases();
    }

    String index(int server) throws IOException {
        return Files.readString(layout(server).resolve("index.json"));
    }

    /// Flips one bit of a stored file.
    void damage(Digest digest) throws IOException {
        for (int i = 0; i < ledgers.size(); i++) {
            var file = layout(i).resolve("blobs/sha256").resolve(digest.hex());
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 4;
                Files.write(file, bytes);
            }
        }
    }

    /// The names of all files below a server's image layout.
    List<String> files(int server) throws IOException {
        try (Stream<Path> files = Files.walk(layout(server))) {
            return files.filter(Files::isRegularFile)
                    .map(f -> layout(server).relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    private Path layout(int server) {
        return folder.resolve("server-" + server).resolve("releases");
    }

    @Override
    public void close() throws IOException {
        for (var ledger : ledgers) {
            ledger.close();
        }
    }
}
