package lastgood.drivers.git;

import java.nio.file.Path;
import lastgood.drivers.disk.Pointer;

/// Where a component lives in git, and where its readers find it.
///
/// @param repository a bare repository, or the `.git` folder of another
/// @param path of a folder or file in it, with `/`
/// @param pointer what readers open, and the folder into which versions are written
public record GitPlace(Path repository, String path, Pointer pointer) {
    public GitPlace {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException(
                    "a path in a repository is like 'features/table', got '" + path + "'");
        }
    }
}
