package lastgood.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The token that a server beyond loopback asks for: 256 random bits in a file that only its owner reads.
final class AdminToken {
    private static final int BYTES = 32;

    private AdminToken() {}

    /// The token in this folder, made on first use.
    static String in(Path secrets) throws IOException {
        var file = file(secrets);
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            var ownerOnly =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"));
            var temporary = Files.createFile(secrets.resolve("admin.token.new"), ownerOnly);
            Files.writeString(
                    temporary,
                    "lg_" + HexFormat.of().formatHex(random) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(temporary, file);
        }
        return Files.readString(file).strip();
    }

    static Path file(Path secrets) {
        return secrets.resolve("admin.token");
    }
}
