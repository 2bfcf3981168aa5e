package lastgood.drivers.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One link that leads to one entry of a folder of versions. Readers open the link; it is turned by one rename.
///
/// @param link what readers open
/// @param versions the folder whose entries are versions
public record Pointer(Path link, Path versions) {
    private static final String ENTRY = "[A-Za-z0-9][A-Za-z0-9._-]{0,199}";

    public Pointer {
        link = link.toAbsolutePath().normalize();
        versions = versions.toAbsolutePath().normalize();
    }

    /// Whether a name can be one of an entry: one plain step down, and not one of our own half-done things.
    public static boolean isEntry(String name) {
        return name.matches(ENTRY);
    }

    public Path entry(String name) {
        return versions.resolve(name);
    }

    /// The entry that readers get.
    ///
    /// @throws UnfitException if the link is missing, is no link, or leads to anything but an entry
    public String live() throws IOException {
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnfitException(link + " is not there");
        }
        if (!Files.isSymbolicLink(link)) {
            throw new UnfitException(link + " is not a link");
        }
        var target = Forced.folderOf(link).resolve(Files.readSymbolicLink(link)).normalize();
        var name = String.valueOf(target.getFileName());
        if (!isEntry(name) || !isVersions(target.getParent())) {
            throw new UnfitException(link + " leads to " + target + ", outside of " + versions);
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnfitException(link + " leads to " + target + ", which is not there");
        }
        return name;
    }

    private boolean isVersions(@Nullable Path folder) throws IOException {
        return folder != null && Files.exists(folder) && Files.isSameFile(folder, versions);
    }

    /// Why the link cannot be turned, as far as that can be seen beforehand.
    Optional<String> obstacle() {
        var folder = Forced.folderOf(link);
        if (!Files.isDirectory(versions)) {
            return Optional.of(versions + " is not a folder");
        }
        if (!Files.isWritable(folder)) {
            return Optional.of(folder + " cannot be written to");
        }
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            return Optional.of(link + " is not a link, and is not replaced by one");
        }
        return Optional.empty();
    }

    /// A link beside the link, ready to take its place.
    void prepare(String entry) throws IOException {
        var next = Forced.next(link);
        Forced.remove(next);
        Files.createSymbolicLink(next, Forced.folderOf(link).relativize(entry(entry)));
    }

    /// The one step that readers see.
    void turn() throws IOException {
        Files.move(Forced.next(link), link, StandardCopyOption.ATOMIC_MOVE);
    }

    void settle() throws IOException {
        Forced.force(Forced.folderOf(link));
    }
}
