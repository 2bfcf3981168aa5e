package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that cannot start says what it lacks, and leaves nothing behind.
class RunVerbTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--gateway-port", "--grpc-port"})
    void aPortInUseIsNamedWithItsFlagAndNothingIsStarted(String flag) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            var told = run(flag, port, flag.equals("--port") ? "--gateway-port" : "--port", "0");

            assertThat(told.exit()).isEqualTo(1);
            assertThat(told.text())
                    .contains("LG-1303", "port " + port + " (" + flag + ")", "already in use")
                    .contains("Nothing was started.")
                    .doesNotContain("Ready", "API  ", "Exception");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({"--port, --gateway-port", "--port, --grpc-port", "--gateway-port, --grpc-port"})
    void onePortForTwoIsRefusedBeforeAnythingStarts(String flag, String other) {
        var told = run(flag, "8499", other, "8499");

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.text()).contains("LG-1005", "cannot share port 8499", other + " 0");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999", "-1", "65536"})
    void whatIsNoPortIsWrongUsage(String port) {
        var told = run("--port", port, "--gateway-port", "0");

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.text()).contains("--port " + port + " is no port", "65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"control", "Gateway", ""})
    void whatIsNoRoleIsWrongUsage(String role) {
        var told = run("--role", role, "--port", "0");

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.text()).contains("--role " + role + " is no role", "all or gateway");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aGatewayAloneThatDoesNotKnowWhatToServeIsNotStarted() {
        var told = run("--role", "gateway", "--port", "0");

        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.text())
                .contains("it does not know what to serve", "there is no snapshot")
                .contains("Nothing was started.")
                .doesNotContain("Ready", "API  ", "Exception");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void anMlflowThatIsNoServerIsWrongUsage() {
        var told = run("--mlflow", "sqlite:///mlflow.db");

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.text()).contains("--mlflow is 'sqlite:///mlflow.db'", "LG-1005");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "triton",
                "triton=",
                "Triton=http://10.0.0.5:8000",
                "triton=file:///etc/passwd",
                "triton=http://me:secret@10.0.0.5:8000",
                "triton=http://10.0.0.5:8000?x=1",
                "triton=http://169.254.169.254/",
                "triton=http://0xA9FEA9FE/",
                "triton=http://[fe80::1]:8000",
                "triton=http://[::ffff:169.254.169.254]/",
                "triton=http://10.0.0.5:8000,",
                "a=http://b:1,http://b:1",
                "a=http://b:1,http://169.254.1.2/"
            })
    void anEndpointThatIsNoServerIsWrongUsage(String endpoint) {
        var told = run("--endpoint", endpoint, "--port", "0");

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.text()).contains("--endpoint " + endpoint + " names no server", "LG-1005");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aNameIsGivenToOneEndpoint() {
        var told =
                run(
                        "--endpoint",
                        "a=http://127.0.0.1:1",
                        "--endpoint",
                        "a=http://127.0.0.1:2",
                        "--port",
                        "0");

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.text()).contains("given once");
    }

    @Test
    void aHostThatIsNotThisMachineIsNamed() {
        var told = run("--host", "192.0.2.1", "--port", "0", "--gateway-port", "0");

        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.text()).contains("'192.0.2.1' (--host) is no address of this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data/below"})
    void aFileInThePlaceOfTheFolderIsNamedAsThat(String data) throws IOException {
        var file = Files.writeString(folder.resolve("data"), "a letter");

        var told = run("--data", folder.resolve(data).toString(), "--port", "0");

        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.text()).contains(file + " is a file, not a folder", "LG-1303");
        assertThat(file).hasContent("a letter");
    }

    private Told run(String... options) {
        var words = new ArrayList<String>();
        words.add("run");
        if (!List.of(options).contains("--data")) {
            words.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        if (!List.of(options).contains("--gateway-port")) {
            words.addAll(List.of("--gateway-port", "0"));
        }
        words.addAll(List.of(options));
        return Told.by(Map.of("NO_COLOR", "1"), folder, words.toArray(String[]::new));
    }
}
