package lastgood.gateway.emergency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.release.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `RETREAT.<service>`: whoever makes such a file in the data folder wants that service put back. What came of it
/// stands in the file, which is called `….done` or `….refused` from then on.
///
/// Traffic moves before anything is written: a disk that takes nothing more keeps no bad release alive.
final class RetreatFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RetreatFiles.class);
    private static final Actor BY = new Actor("file:RETREAT");
    private static final String PREFIX = "RETREAT.";
    private static final String DONE = ".done";
    private static final String REFUSED = ".refused";

    private final Path folder;
    private final EmergencyDesk desk;

    RetreatFiles(Path folder, EmergencyDesk desk) {
        this.folder = folder;
        this.desk = desk;
    }

    /// Obeys the files that are there.
    void look() {
        for (var file : waiting()) {
            var name = String.valueOf(file.getFileName());
            if (desk.mayCome(name.substring(PREFIX.length()))) {
                continue; // It was wished for before the server was there.
            }
            var said = desk.putBack(name.substring(PREFIX.length()), BY);
            answer(file, file.resolveSibling(name + (said.done() ? DONE : REFUSED)), said.text());
        }
    }

    private List<Path> waiting() {
        var found = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder, PREFIX + "?*")) {
            all.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new UncheckedIOException(
                    "the data folder cannot be read, so RETREAT files are not seen",
                    e instanceof IOException io ? io : new IOException(e));
        }
        found.removeIf(RetreatFiles::isAnswered);
        return found;
    }

    /// A service has no dot in its name.
    private static boolean isAnswered(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(DONE)
                || name.endsWith(REFUSED)
                || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// The new name matters more than what stands in the file: without it the wish would be heard again.
    private static void answer(Path file, Path answered, String text) {
        try {
            Files.move(file, answered, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " was obeyed, but cannot be renamed: while it is there, it holds", e);
        }
        try {
            if (Files.isRegularFile(answered, LinkOption.NOFOLLOW_LINKS)) {
                Files.writeString(answered, text + "\n", StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            LOG.warn("{} does not say what came of it: {}", answered, e.toString());
        }
    }
}
