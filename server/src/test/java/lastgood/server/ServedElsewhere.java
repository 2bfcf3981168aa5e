package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lastgood.testing.Patience;

/// A process that serves a model over the Open Inference Protocol, started for a test on a free port.
final class ServedElsewhere implements AutoCloseable {
    /// Stands for the port in a command.
    static final String PORT = "{port}";

    private final String address;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();

    /// @param command with [#PORT] in it
    ServedElsewhere(Path folder, List<String> command) throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "http://127.0.0.1:" + free.getLocalPort();
        }
        var port = address.substring(address.lastIndexOf(':') + 1);
        process =
                new ProcessBuilder(command.stream().map(w -> w.equals(PORT) ? port : w).toList())
                        .directory(folder.toFile())
                        .inheritIO()
                        .start();
        Patience.until("it serves", WholeServer.AT_MOST, this::isReady);
    }

    String address() {
        return address;
    }

    String get(String path) throws IOException {
        try {
            var request = HttpRequest.newBuilder(URI.create(address + path)).build();
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(path + ": " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        client.close();
    }

    private boolean isReady() {
        assertThat(process.isAlive()).isTrue();
        try {
            get("/v2/health/ready");
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
