package lastgood.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import lastgood.ledger.files.Durable;

/// The folder of what nobody else may read, and the key in it that prediction ids are sealed with.
final class Secrets {
    private static final int KEY_BYTES = 32;
    private static final String KEY = "prediction.key";

    private final Path folder;
    private final byte[] key;
    private final boolean drawn;

    private Secrets(Path folder, byte[] key, boolean drawn) {
        this.folder = folder;
        this.key = key;
        this.drawn = drawn;
    }

    /// Opens the folder. The key is drawn once: with another, no id out there could be labelled any more.
    static Secrets open(Path folder) throws IOException {
        Durable.makeFolder(folder, "rwx------");
        Durable.allow(folder, "rwx------");
        Durable.sweep(folder);
        var file = folder.resolve(KEY);
        boolean missing = !Files.exists(file);
        if (missing) {
            var drawn = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(drawn);
            Durable.write(file, drawn, "rw-------");
        }
        Durable.allow(file, "rw-------");
        byte[] key = Files.readAllBytes(file);
        if (key.length != KEY_BYTES) {
            throw new IOException(
                    file + " has " + key.length + " bytes, not " + KEY_BYTES + ": restore it");
        }
        return new Secrets(folder, key, missing);
    }

    /// The key that is there, if it is whole; nothing is made or changed.
    static Optional<byte[]> key(Path folder) {
        try {
            byte[] key = Files.readAllBytes(folder.resolve(KEY));
            return key.length == KEY_BYTES ? Optional.of(key) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    Path folder() {
        return folder;
    }

    /// Whether there was no key, and one has just been drawn.
    boolean drawn() {
        return drawn;
    }

    byte[] predictionKey() {
        return key.clone();
    }
}
