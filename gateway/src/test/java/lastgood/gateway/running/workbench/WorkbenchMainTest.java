package lastgood.gateway.running.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchMainTest {

    @Test
    void aChildWhoseParentIsGoneEndsAndLeavesNothing(@TempDir Path temporary) throws Exception {
        var folder = Files.createDirectory(temporary.resolve("job"));
        // A job that can be opened for reading, but is never written: the child waits for ever.
        assertThat(
                        new ProcessBuilder("mkfifo", folder.resolve(Letters.JOB).toString())
                                .start()
                                .waitFor())
                .isZero();
        Files.writeString(folder.resolve("model"), "bytes");
        var child = start(folder);
        try {
            Patience.until(
                    "the child has started",
                    Duration.ofSeconds(60),
                    () -> {
                        assertThat(child.isAlive()).isTrue();
                        return Files.exists(folder.resolve(Letters.STARTED));
                    });
            child.getOutputStream().close();

            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(3);
            assertThat(folder).doesNotExist();
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkbenchMain.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
