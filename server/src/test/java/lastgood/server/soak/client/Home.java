package lastgood.server.soak.client;

import java.nio.file.Files;
import java.nio.file.Path;

/// The clone that this program was built in: its examples and, once it was built, its product.
public record Home(Path root) {

    /// Looks from the working directory upwards, so that it is found from every module.
    public static Home find() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("examples/tumour"))) {
                return new Home(at);
            }
        }
        throw new IllegalStateException(
                "no folder above " + Path.of("").toAbsolutePath() + " holds examples/tumour");
    }

    public Path example(String name) {
        return root.resolve("examples").resolve(name);
    }

    /// Where `./dev build` puts the product.
    public Path dist() {
        return root.resolve("server/target/dist");
    }
}
