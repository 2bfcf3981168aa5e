package lastgood.ledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Files and folders that outlast a crash: written beside their place, forced to disk, moved into it, and the folder
/// forced after them.
///
/// A reader sees the old bytes or the new ones, whenever the power goes. What a crash leaves behind is named
/// `*.tmp` and swept away at the next start.
public final class Durable {
    private static final String PREFIX = ".new-";
    private static final String SUFFIX = ".tmp";

    private Durable() {}

    /// Puts `bytes` in the place of what the file holds.
    ///
    /// @param mode as in `rw-------`
    public static void write(Path file, byte[] bytes, String mode) throws IOException {
        var folder = folderOf(file);
        var temporary = temporary(folder);
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                var left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            settle(temporary, file, mode);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// A new empty file in a folder, for bytes that are not yet known to be wanted.
    public static Path temporary(Path folder) throws IOException {
        return Files.createTempFile(folder, PREFIX, SUFFIX);
    }

    /// Moves a written temporary file to its place, for good.
    ///
    /// It is forced through a reading door: its owner, unless he is root, may not write to it any more.
    public static void settle(Path temporary, Path file, String mode) throws IOException {
        allow(temporary, mode);
        force(temporary);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(folderOf(file));
    }

    /// Deletes what earlier processes left half done; only for a folder that nobody else writes to.
    public static void sweep(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(Durable::isTemporary).toList();
        }
        for (var file : left) {
            Files.delete(file);
        }
    }

    /// Makes a folder, and those above it, unless it is there.
    public static void makeFolder(Path folder, String mode) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        var above = Optional.ofNullable(folder.toAbsolutePath().getParent());
        if (above.isPresent()) {
            makeFolder(above.get(), mode);
        }
        Files.createDirectory(folder);
        allow(folder, mode);
        if (above.isPresent()) {
            forceFolder(above.get());
        }
    }

    /// Sets who may do what with a file, where the file system knows such a thing.
    public static void allow(Path path, String mode) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }
    }

    public static void forceFolder(Path folder) throws IOException {
        force(folder);
    }

    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path folderOf(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    }

    private static boolean isTemporary(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }
}
