package lastgood.drivers.feast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A real Feast that was imported once for all tests; an interpreter that stands before it forks it for each call. It ends
/// with us, since its input does.
final class WarmFeast implements AutoCloseable {
    private final Process process;
    private final Path interpreter;

    private WarmFeast(Process process, Path interpreter) {
        this.process = process;
        this.interpreter = interpreter;
    }

    static WarmFeast in(Path folder) throws IOException {
        var program = folder.resolve("warm.py");
        try (var ours = WarmFeast.class.getResourceAsStream("warm.py")) {
            assertThat(ours).isNotNull();
            Files.write(program, ours.readAllBytes());
        }
        var socket = folder.resolve("warm");
        var interpreter = folder.resolve("python");
        Files.writeString(
                interpreter,
                "#!/bin/sh\nexec %s -S -E %s %s \"$@\"\n"
                        .formatted(FeastWorld.interpreter(), program, socket));
        Files.setPosixFilePermissions(
                interpreter,
                Set.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE));
        var process =
                new ProcessBuilder(
                                FeastWorld.interpreter(),
                                "-W",
                                "ignore",
                                program.toString(),
                                socket.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var said = process.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(said).as("what a Feast says that can be asked").isEqualTo("ready");
        return new WarmFeast(process, interpreter);
    }

    /// To be called like any Python.
    Path interpreter() {
        return interpreter;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
