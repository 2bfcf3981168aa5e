package lastgood.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The repository's examples, copied: a test that plays with them leaves nothing behind, and finds nothing that somebody
/// else's play has left.
public final class Examples {
    private Examples() {}

    /// Copies `examples/NAME` into a folder, without the lock files that `release create` writes beside its source.
    public static void copy(String name, Path into) throws IOException {
        try (var files = Files.list(Path.of("..", "examples", name))) {
            for (var file : files.filter(f -> !f.toString().endsWith(".lock.yaml")).toList()) {
                Files.copy(file, into.resolve(file.getFileName()));
            }
        }
    }
}
