package lastgood.drivers.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import lastgood.core.release.Digest;

/// What is in a folder, as one digest: that of a list with one line for each file and link, sorted by path.
///
/// A line is the kind, the digest of the bytes (of a link: of where it leads), the length of the path and the path.
/// Folders count by what is in them, so that an empty one is nothing, as in git.
public final class Listing {
    /// More than this is no version of a component, but somebody's disk.
    private static final int MOST = 100_000;

    private final TreeMap<String, String> lines = new TreeMap<>();

    public enum Kind {
        FILE,
        PROGRAM,
        LINK
    }

    /// @param path inside the folder, with `/`
    public void add(String path, Kind kind, Digest digest) throws IOException {
        if (lines.size() >= MOST) {
            throw new UnfitException("it holds more than " + MOST + " files");
        }
        lines.put(path, kind + " " + digest.hex() + " " + path.length() + " " + path + "\n");
    }

    /// A link inside a version, which must not lead out of it: what is outside may change under the version's digest.
    public void addLink(String path, String target) throws IOException {
        var leads = Path.of(path).resolveSibling(target).normalize();
        if (leads.isAbsolute() || leads.startsWith("..")) {
            throw new UnfitException("its link '" + path + "' leads out of it, to " + target);
        }
        add(path, Kind.LINK, Digest.of(target.getBytes(StandardCharsets.UTF_8)));
    }

    public Digest digest() {
        var hash = Digest.sha256();
        lines.values().forEach(line -> hash.update(line.getBytes(StandardCharsets.UTF_8)));
        return Digest.of(hash);
    }
}
