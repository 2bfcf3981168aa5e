package lastgood.cli.signature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import lastgood.cli.Refusal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.wire.signature.Keys;

/// A key pair as two files: `FILE`, which nobody else may read, and `FILE.pub` beside it.
final class KeyFiles {
    private static final int LONGEST = 16 << 10;

    private KeyFiles() {}

    static Path publicBeside(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /// Writes both, and overwrites neither.
    static void write(Path file, KeyPair pair) throws IOException {
        var beside = publicBeside(file);
        if (Files.exists(beside)) {
            throw new FileAlreadyExistsException(beside.toString());
        }
        create(file, Keys.pem(pair.getPrivate()), "rw-------");
        create(beside, Keys.pem(pair.getPublic()), "rw-r--r--");
    }

    static PrivateKey privateKey(Path file) {
        return Keys.privateKey(text(file)).orElseThrow(() -> noKey(file, "private"));
    }

    static PublicKey publicKey(Path file) {
        return Keys.publicKey(text(file)).orElseThrow(() -> noKey(file, "public"));
    }

    /// The public half that lies beside a private key, where it does.
    static Optional<PublicKey> beside(Path file) {
        var beside = publicBeside(file);
        return Files.exists(beside) ? Optional.of(publicKey(beside)) : Optional.empty();
    }

    /// It is never there without its mode, not even for a moment.
    private static void create(Path file, String text, String mode) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString(mode))
                        }
                        : new FileAttribute<?>[0];
        try (var channel = FileChannel.open(file, options, attributes)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new Refusal(
                    Problem.of(Code.INVALID_KEY, "The key cannot be read.").because(e.toString()));
        }
    }

    private static Refusal noKey(Path file, String kind) {
        return new Refusal(
                Problem.of(
                                Code.INVALID_KEY,
                                file.getFileName() + " holds no " + kind + " key on P-256.")
                        .because(
                                "expected a PEM block '"
                                        + (kind.equals("private") ? "PRIVATE KEY" : "PUBLIC KEY")
                                        + "'")
                        .tryThis("lastgood key init FILE"));
    }
}
