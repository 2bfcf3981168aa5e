package lastgood.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lastgood.wire.Json;
import tools.jackson.databind.JsonNode;

/// A real MLflow tracking server of the test's own, with proxied artifacts. It can be stopped and started again, and is
/// the same then: same port, same database, same files.
final class MlflowServer implements AutoCloseable {
    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final Duration TO_LOG = Duration.ofMinutes(4);

    private final Path python;
    private final Path folder;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<Process> process = Optional.empty();

    MlflowServer(Path folder) throws IOException {
        var environment = System.getenv("LASTGOOD_ENV_MLFLOW");
        if (environment == null) {
            throw new IOException(
                    "LASTGOOD_ENV_MLFLOW is not set: ./dev test sets it, or export LASTGOOD_ENV_MLFLOW=$(scripts/envs/mlflow)");
        }
        this.python = Path.of(environment, "bin", "python");
        this.folder = folder;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    /// An interpreter that has all that its models need.
    Path python() {
        return python;
    }

    String uri() {
        return "http://127.0.0.1:" + port;
    }

    MlflowServer start() throws IOException, InterruptedException {
        var started =
                python(
                                "-m",
                                "mlflow",
                                "server",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--workers",
                                "1",
                                "--backend-store-uri",
                                "sqlite:///" + folder.resolve("mlflow.db"),
                                "--artifacts-destination",
                                folder.resolve("artifacts").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("server.log").toFile()))
                        .start();
        process = Optional.of(started);
        long until = System.nanoTime() + TO_START.toNanos();
        while (!isUp()) {
            if (!started.isAlive() || System.nanoTime() > until) {
                throw new IOException(
                        "MLflow did not start: " + Files.readString(folder.resolve("server.log")));
            }
            started.waitFor(200, TimeUnit.MILLISECONDS);
        }
        return this;
    }

    /// Logs the models of `log_models.py` and registers them under each name; answers what they say in Python.
    JsonNode log(String... names) throws IOException, InterruptedException {
        var script = folder.resolve("log_models.py");
        try (var in = MlflowServer.class.getResourceAsStream("/mlflow/log_models.py")) {
            Files.write(script, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        var words = new java.util.ArrayList<>(List.of(script.toString(), uri()));
        words.addAll(List.of(names));
        var said = folder.resolve("said.json");
        var told = folder.resolve("log.txt");
        var logging =
                python(words.toArray(String[]::new))
                        .redirectOutput(said.toFile())
                        .redirectError(told.toFile())
                        .start();
        if (!logging.waitFor(TO_LOG.toSeconds(), TimeUnit.SECONDS) || logging.exitValue() != 0) {
            logging.destroyForcibly();
            throw new IOException("the models were not logged: " + Files.readString(told));
        }
        var last =
                Files.readAllLines(said).stream().filter(l -> l.startsWith("{\"rows\"")).toList();
        return Json.mapper().readTree(last.getLast());
    }

    /// The version that an alias is on, as MLflow says; empty: on none.
    Optional<String> alias(String model, String alias) throws IOException, InterruptedException {
        var response =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                uri()
                                                        + "/api/2.0/mlflow/registered-models/alias?name="
                                                        + model
                                                        + "&alias="
                                                        + alias))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofByteArray());
        var version = Json.mapper().readTree(response.body()).at("/model_version/version");
        return version.isString() ? Optional.of(version.stringValue()) : Optional.empty();
    }

    /// The names of all artifacts.
    List<String> files() throws IOException {
        try (var files = Files.walk(folder.resolve("artifacts"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    void stop() {
        process.ifPresent(p -> {
            var family = p.descendants().toList();
            p.destroy();
            family.forEach(ProcessHandle::destroy);
            try {
                if (!p.waitFor(15, TimeUnit.SECONDS)) {
                    p.destroyForcibly();
                }
            } catch (InterruptedException e) {
                p.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            family.forEach(ProcessHandle::destroyForcibly);
            family.forEach(child -> child.onExit().orTimeout(15, TimeUnit.SECONDS).join());
        });
        process = Optional.empty();
    }

    @Override
    public void close() {
        stop();
        http.close();
    }

    private boolean isUp() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(uri() + "/health"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private ProcessBuilder python(String... words) {
        var command = new java.util.ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
        builder.environment().put("DO_NOT_TRACK", "true");
        builder.environment().put("GIT_PYTHON_REFRESH", "quiet");
        return builder;
    }
}
