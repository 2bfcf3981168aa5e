package lastgood.drivers.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes that outlast a crash: made beside their place, forced to disk, moved into it, and the folder forced after them.
///
/// What a crash leaves behind is named `.NAME.next`, and the next change of the same thing takes its place.
public final class Forced {
    private Forced() {}

    /// Where the next state of a file, folder or link is made ready.
    public static Path next(Path place) {
        return folderOf(place).resolve("." + place.getFileName() + ".next");
    }

    public static Path folderOf(Path place) {
        return Optional.ofNullable(place.toAbsolutePath().getParent()).orElseThrow();
    }

    /// Puts a text in the place of what the file holds.
    static void write(Path file, String text) throws IOException {
        var next = next(file);
        Files.writeString(next, text, StandardCharsets.UTF_8);
        force(next);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        force(folderOf(file));
    }

    /// A file, or a folder with all that is in it.
    public static void tree(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                            throws IOException {
                        if (is.isRegularFile()) {
                            force(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        force(folder);
                        return super.postVisitDirectory(folder, failure);
                    }
                });
    }

    public static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Removes a file, link or folder with all that is in it; follows no link.
    public static void remove(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        Files.delete(folder);
                        return super.postVisitDirectory(folder, failure);
                    }
                });
    }
}
