package lastgood.ledger.releases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lastgood.core.port.Signatures;
import lastgood.core.release.Digest;
import lastgood.ledger.files.Durable;

/// Signatures as small files, `signatures/RELEASE/ENVELOPE.json`, and trusted keys as files that people lay into `trust/`.
///
/// A key counts from the moment its file is there, and no longer than it is.
public final class SignatureFiles implements Signatures {
    private static final int LONGEST_KEY = 16 << 10;

    private final Path signatures;
    private final Path trust;

    private SignatureFiles(Path signatures, Path trust) {
        this.signatures = signatures;
        this.trust = trust;
    }

    /// Opens both folders, made if need be.
    public static SignatureFiles open(Path signatures, Path trust) throws IOException {
        Durable.makeFolder(signatures, "rwx------");
        Durable.makeFolder(trust, "rwx------");
        return new SignatureFiles(signatures, trust);
    }

    @Override
    public void add(Digest release, String envelope) throws IOException {
        var folder = signatures.resolve(release.hex());
        Durable.makeFolder(folder, "rwx------");
        byte[] bytes = envelope.getBytes(StandardCharsets.UTF_8);
        var file = folder.resolve(Digest.of(bytes).hex() + ".json");
        if (!Files.exists(file)) {
            Durable.write(file, bytes, "rw-------");
        }
    }

    @Override
    public List<String> of(Digest release) throws IOException {
        var all = new ArrayList<String>();
        for (var file : files(signatures.resolve(release.hex()), ".json")) {
            all.add(Files.readString(file));
        }
        return List.copyOf(all);
    }

    @Override
    public List<Key> trusted() throws IOException {
        var all = new ArrayList<Key>();
        for (var file : files(trust, ".pub")) {
            var name = String.valueOf(file.getFileName());
            all.add(
                    new Key(
                            name.substring(0, name.length() - ".pub".length()),
                            Files.size(file) > LONGEST_KEY
                                    ? ""
                                    : Files.readString(file, StandardCharsets.ISO_8859_1)));
        }
        return List.copyOf(all);
    }

    /// By name, so that the order is always the same.
    private static List<Path> files(Path folder, String end) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> String.valueOf(f.getFileName()).endsWith(end))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
