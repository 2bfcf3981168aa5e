package lastgood.drivers.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import lastgood.core.driver.Mark;
import lastgood.drivers.disk.Content;
import lastgood.drivers.disk.Forced;
import lastgood.drivers.disk.Pointer;
import lastgood.drivers.disk.UnfitException;
import org.eclipse.jgit.lib.ObjectId;

/// Writes versions into a folder, whole or not at all: an entry is the commit, or the commit, a dot and a number where an
/// older one of the same commit is damaged. The damaged one may be what readers have open, so it is left alone.
record Export(Pointer pointer, Runnable beforeStep) {
    private static final int MOST_DAMAGED = 100;

    /// Which commit an entry was written from.
    static String commit(String entry) {
        int dot = entry.indexOf('.');
        return dot < 0 ? entry : entry.substring(0, dot);
    }

    /// The entry that holds the version, as promised; written now unless it is there.
    String entry(Mark to, Version version) throws IOException {
        for (int i = 0; i < MOST_DAMAGED; i++) {
            var name = i == 0 ? to.at() : to.at() + "." + i;
            var entry = pointer.entry(name);
            if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                write(to, version, entry);
                return name;
            }
            if (holds(entry, to)) {
                return name;
            }
        }
        throw new UnfitException(
                "there are " + MOST_DAMAGED + " damaged copies in " + pointer.versions());
    }

    private static boolean holds(Path entry, Mark mark) {
        try {
            return Content.of(entry).equals(mark.digest());
        } catch (IOException _) {
            return false; // damaged beyond reading
        }
    }

    private void write(Mark to, Version version, Path entry) throws IOException {
        var next = Forced.next(entry);
        Forced.remove(next);
        beforeStep.run();
        try {
            version.visit(new Writer(version, next));
        } catch (InvalidPathException e) {
            throw new UnfitException("this machine cannot have such a name: " + e.getMessage());
        }
        if (!Files.exists(next)) {
            Files.createDirectory(next); // a folder with nothing in it
        }
        var written = Content.of(next);
        if (!written.equals(to.digest())) {
            throw new UnfitException("on this disk it becomes " + written);
        }
        Forced.tree(next);
        beforeStep.run();
        Files.move(next, entry, StandardCopyOption.ATOMIC_MOVE);
    }

    private record Writer(Version version, Path root) implements Version.Visitor {
        @Override
        public void file(String path, boolean program, ObjectId bytes) throws IOException {
            var file = place(path);
            try (var in = version.repository().open(bytes).openStream()) {
                Files.copy(in, file);
            }
            if (program && !file.toFile().setExecutable(true, false)) {
                throw new UnfitException("'" + path + "' cannot be made a program");
            }
        }

        @Override
        public void link(String path, String target) throws IOException {
            Files.createSymbolicLink(place(path), Path.of(target));
        }

        /// Every folder above is made here, so that none of them is a link.
        private Path place(String path) throws IOException {
            var place = path.isEmpty() ? root : root.resolve(path);
            if (!place.equals(root)) {
                makeFolder(Forced.folderOf(place));
            }
            return place;
        }

        private void makeFolder(Path folder) throws IOException {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (!folder.equals(root)) {
                makeFolder(Optional.ofNullable(folder.getParent()).orElse(root));
            }
            Files.createDirectory(folder);
        }
    }
}
