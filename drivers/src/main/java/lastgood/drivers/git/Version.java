package lastgood.drivers.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import lastgood.core.release.Digest;
import lastgood.drivers.disk.Content;
import lastgood.drivers.disk.Listing;
import lastgood.drivers.disk.UnfitException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/// What a commit has at a path: a file or a folder, read from the repository's objects.
record Version(Repository repository, ObjectId id, FileMode mode) {
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    /// Someone who is shown every file and link, in the order of the tree.
    interface Visitor {
        /// @param path inside the version, with `/`; empty where the version is a file itself
        void file(String path, boolean program, ObjectId bytes) throws IOException;

        void link(String path, String target) throws IOException;
    }

    boolean isFile() {
        return mode.getObjectType() == Constants.OBJ_BLOB && !FileMode.SYMLINK.equals(mode);
    }

    void visit(Visitor visitor) throws IOException {
        if (isFile()) {
            visitor.file("", FileMode.EXECUTABLE_FILE.equals(mode), id);
            return;
        }
        if (!FileMode.TREE.equals(mode)) {
            throw new UnfitException("it is neither a file nor a folder");
        }
        try (ObjectReader reader = repository.newObjectReader();
                var walk = new TreeWalk(repository, reader)) {
            walk.addTree(id);
            walk.setRecursive(true);
            while (walk.next()) {
                show(walk, reader, visitor);
            }
        }
    }

    private static void show(TreeWalk walk, ObjectReader reader, Visitor visitor)
            throws IOException {
        var path = walk.getPathString();
        var is = walk.getFileMode(0);
        if (Arrays.stream(path.split("/", -1)).anyMatch(NO_NAMES::contains)) {
            throw new UnfitException("its entry '" + path + "' leads elsewhere");
        }
        if (FileMode.SYMLINK.equals(is)) {
            var target = reader.open(walk.getObjectId(0)).getBytes(4096);
            visitor.link(path, new String(target, StandardCharsets.UTF_8));
        } else if (FileMode.GITLINK.equals(is)) {
            throw new UnfitException("'" + path + "' in it is another repository");
        } else {
            visitor.file(path, FileMode.EXECUTABLE_FILE.equals(is), walk.getObjectId(0));
        }
    }

    /// The same digest that the version has once it is written to a disk.
    Digest digest() throws IOException {
        if (isFile()) {
            return digest(id);
        }
        var listing = new Listing();
        visit(
                new Visitor() {
                    @Override
                    public void file(String path, boolean program, ObjectId bytes)
                            throws IOException {
                        var kind = program ? Listing.Kind.PROGRAM : Listing.Kind.FILE;
                        listing.add(path, kind, digest(bytes));
                    }

                    @Override
                    public void link(String path, String target) throws IOException {
                        listing.addLink(path, target);
                    }
                });
        return listing.digest();
    }

    private Digest digest(ObjectId blob) throws IOException {
        try (var bytes = repository.open(blob).openStream()) {
            return Content.of(bytes);
        }
    }
}
