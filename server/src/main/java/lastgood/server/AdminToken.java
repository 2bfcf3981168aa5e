package lastgood.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import lastgood.ledger.files.Durable;

/// The token that a server beyond loopback asks for: 256 random bits in a file that only its owner reads.
final class AdminToken {
    private static final int BYTES = 32;
    private static final String FOR_OWNER = "rw-------";

    private AdminToken() {}

    /// The token in this folder, made on first use. Nobody else may read the file, whoever put it there.
    static String in(Path secrets) throws IOException {
        var file = secrets.resolve("admin.token");
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            var text = "lg_" + HexFormat.of().formatHex(random) + "\n";
            Durable.write(file, text.getBytes(StandardCharsets.UTF_8), FOR_OWNER);
        }
        Durable.allow(file, FOR_OWNER);
        var token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new IOException(file + " is empty: delete it, and the next start makes another");
        }
        return token;
    }
}
