package lastgood.drivers.git;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// A real bare repository, written by JGit, and read by `git` itself where the machine has it.
record Commits(Path folder) {
    record Entry(String path, FileMode mode, ObjectId id) {}

    static Commits init(Path folder) throws IOException {
        try (var repository = open(folder)) {
            repository.create(true);
        }
        return new Commits(folder);
    }

    Entry file(String path, String content) throws IOException {
        return new Entry(path, FileMode.REGULAR_FILE, blob(content));
    }

    Entry program(String path, String content) throws IOException {
        return new Entry(path, FileMode.EXECUTABLE_FILE, blob(content));
    }

    Entry link(String path, String target) throws IOException {
        return new Entry(path, FileMode.SYMLINK, blob(target));
    }

    ObjectId blob(String content) throws IOException {
        try (var repository = open(folder);
                var inserter = repository.newObjectInserter()) {
            var id = inserter.insert(Constants.OBJ_BLOB, bytes(content));
            inserter.flush();
            return id;
        }
    }

    /// A commit that has these files and no others.
    String commit(List<Entry> entries) throws IOException {
        try (var repository = open(folder);
                var inserter = repository.newObjectInserter()) {
            var index = DirCache.newInCore();
            var builder = index.builder();
            for (var entry : entries) {
                var line = new DirCacheEntry(entry.path());
                line.setFileMode(entry.mode());
                line.setObjectId(entry.id());
                builder.add(line);
            }
            builder.finish();
            return commit(inserter, index.writeTree(inserter));
        }
    }

    /// A commit whose `features/table` holds one file of a name that git itself would refuse.
    String rawTree(String name, String content) throws IOException {
        var file = blob(content);
        try (var repository = open(folder);
                var inserter = repository.newObjectInserter()) {
            var table = new TreeFormatter();
            table.append(name, FileMode.REGULAR_FILE, file);
            var features = new TreeFormatter();
            features.append("table", FileMode.TREE, inserter.insert(table));
            var root = new TreeFormatter();
            root.append("features", FileMode.TREE, inserter.insert(features));
            return commit(inserter, inserter.insert(root));
        }
    }

    private static String commit(ObjectInserter inserter, ObjectId tree) throws IOException {
        var somebody = new PersonIdent("a", "a@example.org", Instant.EPOCH, ZoneOffset.UTC);
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(somebody);
        commit.setCommitter(somebody);
        commit.setMessage("a version");
        var id = inserter.insert(commit);
        inserter.flush();
        return id.name();
    }

    /// The bytes of a file at a commit, as git has them.
    byte[] read(String commit, String path) throws IOException {
        var git = git();
        if (git.isEmpty()) {
            try (var repository = open(folder)) {
                return repository.open(id(repository, commit, path)).getBytes();
            }
        }
        var process =
                new ProcessBuilder(
                                git.get().toString(),
                                "--git-dir=" + folder,
                                "cat-file",
                                "blob",
                                commit + ":" + path)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var out = process.getInputStream()) {
            return out.readAllBytes();
        }
    }

    /// Alters the stored object of a file.
    void damage(String commit, String path) throws IOException {
        try (var repository = open(folder)) {
            var name = id(repository, commit, path).name();
            var file =
                    folder.resolve("objects")
                            .resolve(name.substring(0, 2) + "/" + name.substring(2));
            if (!file.toFile().setWritable(true)) {
                throw new IOException("cannot write to " + file);
            }
            var bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(file, bytes);
        }
    }

    private static ObjectId id(Repository repository, String commit, String path)
            throws IOException {
        try (var walk = new RevWalk(repository)) {
            var tree = walk.parseCommit(ObjectId.fromString(commit)).getTree();
            try (var found = TreeWalk.forPath(repository, path, tree)) {
                return Optional.ofNullable(found).orElseThrow().getObjectId(0);
            }
        }
    }

    private static Optional<Path> git() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "git"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Repository open(Path folder) throws IOException {
        return Repositories.at(folder).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
