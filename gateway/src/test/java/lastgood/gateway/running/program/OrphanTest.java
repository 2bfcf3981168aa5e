package lastgood.gateway.running.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lastgood.gateway.MemoryBlobs;
import lastgood.gateway.Programs;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that is killed cannot tidy up.
class OrphanTest {
    private final Programs programs = new Programs(new MemoryBlobs());

    @Test
    void aProgramItsChildrenAndItsFolderDoNotOutliveAKilledGateway(@TempDir Path temporary)
            throws IOException {
        var host =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + temporary,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Host.class.getName(),
                                programs.mark())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var said =
                new BufferedReader(
                        new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.lines().anyMatch("ready"::equals)).isTrue();
            var tree = host.descendants().toList();
            assertThat(tree)
                    .as("shell, watch, interpreter, its child")
                    .hasSizeGreaterThanOrEqualTo(4);
            assertThat(folders(temporary)).hasSize(1);

            host.destroyForcibly();
            host.onExit().join();

            Patience.until("they end", () -> tree.stream().noneMatch(ProcessHandle::isAlive));
            Patience.until("the folder is gone", () -> folders(temporary).isEmpty());
        } finally {
            host.destroyForcibly();
        }
    }

    private static java.util.List<Path> folders(Path in) {
        try (Stream<Path> entries = Files.list(in)) {
            return entries.filter(e -> e.getFileName().toString().startsWith("lastgood-program"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
