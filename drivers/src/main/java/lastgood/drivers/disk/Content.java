package lastgood.drivers.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import lastgood.core.release.Digest;

/// The digest of a version on a disk: a file's is that of its bytes (what `sha256sum` says), a folder's that of its
/// [Listing].
public final class Content {
    private Content() {}

    public static Digest of(Path version) throws IOException {
        if (Files.isRegularFile(version, LinkOption.NOFOLLOW_LINKS)) {
            return ofFile(version);
        }
        if (Files.isDirectory(version, LinkOption.NOFOLLOW_LINKS)) {
            return ofFolder(version);
        }
        throw new UnfitException("it is neither a file nor a folder");
    }

    public static Digest of(InputStream bytes) throws IOException {
        var hash = Digest.sha256();
        var buffer = new byte[1 << 16];
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
            hash.update(buffer, 0, n);
        }
        return Digest.of(hash);
    }

    private static Digest ofFile(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return of(bytes);
        }
    }

    private static Digest ofFolder(Path folder) throws IOException {
        var listing = new Listing();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                            throws IOException {
                        add(listing, folder.relativize(file).toString(), file, is);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return listing.digest();
    }

    private static void add(Listing listing, String path, Path file, BasicFileAttributes is)
            throws IOException {
        if (is.isSymbolicLink()) {
            listing.addLink(path, Files.readSymbolicLink(file).toString());
        } else if (is.isRegularFile()) {
            var kind = Files.isExecutable(file) ? Listing.Kind.PROGRAM : Listing.Kind.FILE;
            listing.add(path, kind, ofFile(file));
        } else {
            throw new UnfitException("'" + path + "' in it is neither a file nor a link");
        }
    }
}
