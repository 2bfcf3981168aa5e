package lastgood.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pictures kept in the repository and reviewed like code: what people will see, to the letter.
///
/// Run with `-Dgolden=accept`, a test writes its picture instead of comparing it.
public final class Golden {
    private static final Path PICTURES = Path.of("src/test/resources");

    private Golden() {}

    /// @param name of the picture, seen from the module's test resources
    public static void assertSame(String name, String actual) {
        var picture = PICTURES.resolve(name);
        try {
            if ("accept".equals(System.getProperty("golden"))) {
                Files.createDirectories(picture.toAbsolutePath().getParent());
                Files.writeString(picture, actual);
            }
            assertThat(picture).as("no such picture; -Dgolden=accept makes it").exists();
            assertThat(actual).as(picture.toString()).isEqualTo(Files.readString(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
