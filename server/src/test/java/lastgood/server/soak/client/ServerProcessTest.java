package lastgood.server.soak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final String BANNER =
            """
            lastgood 0.1.0
              API       http://127.0.0.1:4001/api/v1
              Predict   http://127.0.0.1:4002/v2/models/{service}/infer
            """;

    @TempDir private Path data;

    @Test
    void itsAddressesAreThoseItPrints() throws IOException {
        try (var server = ServerProcess.start(shell(":"), data, Ports.ANY)) {
            assertThat(server.api()).hasToString("http://127.0.0.1:4001");
            assertThat(server.predict()).hasToString("http://127.0.0.1:4002");
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void aKilledOneIsGone() throws IOException {
        try (var server = ServerProcess.start(shell(":"), data, Ports.ANY)) {
            var process = ProcessHandle.of(server.pid()).orElseThrow();
            long before = System.nanoTime();

            assertThat(server.kill()).isGreaterThanOrEqualTo(before);
            assertThat(server.isAlive()).isFalse();
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void oneThatEndsTooEarlySaysWhatItPrinted() throws IOException {
        var broken = new Launch(List.of("/bin/sh", "-c", "echo no such model >&2; exit 1"));
        try (var server = ServerProcess.start(broken, data, Ports.ANY)) {
            assertThatThrownBy(server::api).hasMessageContaining("no such model");
        }
    }

    @Test
    void itIsToldWhereItsDataIsAndWhichPortsAreIts() throws IOException {
        try (var server =
                ServerProcess.start(shell("echo \"$@\""), data, new Ports(20_001, 20_002))) {
            assertThat(server.api()).isNotNull();
            assertThat(server.tail())
                    .contains(
                            "run --data "
                                    + data.resolve("data")
                                    + " --port 20001 --gateway-port 20002 --grpc-port 0");
        }
    }

    /// Does `first`, prints what a server prints, and waits for ever.
    private static Launch shell(String first) {
        return new Launch(
                List.of(
                        "/bin/sh",
                        "-c",
                        first + "; printf '%s' '" + BANNER + "'; exec cat",
                        "server"));
    }
}
