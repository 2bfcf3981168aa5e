package lastgood.gateway.running.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The model runtime keeps to itself.
class NoTelemetryTest {

    @Test
    void loadingTheRuntimeLeavesNoTelemetryLogOfThisProcess() throws IOException {
        assertThat(Graph.runtimeVersion()).startsWith("1.29");

        var log = Path.of("/tmp", "mat-debug-" + ProcessHandle.current().pid() + ".log");
        assertThat(log).doesNotExist();
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            assertThat(maps.anyMatch(line -> line.contains("libonnxruntime.so"))).isTrue();
        }
    }
}
