package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import lastgood.control.Ports;
import lastgood.core.problem.Outcome;
import lastgood.gateway.running.program.Endpoints;
import lastgood.testing.Patience;

/// A server in this process, told what to do by the command line and asked over its sockets.
final class WholeServer implements AutoCloseable {
    /// However busy the machine is.
    static final Duration AT_MOST = Duration.ofMinutes(3);

    private final Path folder;
    private final Running running;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// @param folder from which commands are given, and below which the server keeps its data
    WholeServer(Path folder) {
        this(folder, Map.of());
    }

    /// @param endpoints servers elsewhere that serve models
    WholeServer(Path folder, Map<String, URI> endpoints) {
        this(folder, endpoints, System::nanoTime, ports -> ports);
    }

    /// @param nanos the gateway's monotonic clock
    /// @param before what stands between control and its ports
    WholeServer(
            Path folder,
            Map<String, URI> endpoints,
            LongSupplier nanos,
            UnaryOperator<Ports> before) {
        this.folder = folder;
        var config =
                new Config(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Endpoints.of(endpoints),
                        Role.ALL);
        running =
                switch (Wiring.start(config, nanos, before)) {
                    case Outcome.Done<Running>(var started) -> started;
                    case Outcome.Refused<Running>(var problem) -> throw new AssertionError(problem);
                };
    }

    /// What a command says; it has to succeed.
    String did(String... words) {
        var told = told(words);
        assertThat(told.exit()).as(told.text()).isZero();
        return told.text();
    }

    Told told(String... words) {
        return Told.by(
                Map.of("LASTGOOD_URL", running.api(), "USER", "test", "NO_COLOR", "1"),
                folder,
                words);
    }

    /// Where it can be asked by gRPC.
    String grpc() {
        return running.grpc();
    }

    /// Where it is managed.
    String api() {
        return running.api();
    }

    HttpResponse<String> ask(String service, String body) {
        var request =
                HttpRequest.newBuilder(
                                URI.create(running.predict() + "/v2/models/" + service + "/infer"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The release that answers.
    String answerer(String service, String body) {
        return ask(service, body).headers().firstValue("Lastgood-Release").orElse("nobody");
    }

    /// Asks until this release answers.
    void awaitAnswerBy(String release, String service, String body) {
        Patience.until(
                release + " answers", AT_MOST, () -> answerer(service, body), release::equals);
    }

    /// Until the status of a service has this in it.
    void awaitStatus(String service, String part) {
        Patience.until(
                part,
                AT_MOST,
                () -> did("status", service, "-o", "json"),
                status -> status.contains(part));
    }

    /// Goes from r1 to r2 and back while somebody asks all the time.
    ///
    /// @param data as every answer has to hold it
    /// @return the answers that were not right
    List<String> wrongThereAndBack(String service, String body, String data) {
        return wrongWhile(
                service,
                body,
                a -> a.statusCode() == 200 && a.body().contains("\"data\":" + data),
                () -> {
                    awaitStatus(service, "\"steady\"");
                    did("rollout", "start", service, "r2", "--yes");
                    awaitAnswerBy("r2", service, body);
                    awaitStatus(service, "\"live\":\"r2\"");
                    did("rollback", service, "--yes");
                    awaitAnswerBy("r1", service, body);
                });
    }

    /// Does something while somebody asks all the time.
    ///
    /// @return the answers that were not right
    List<String> wrongWhile(
            String service,
            String body,
            Predicate<HttpResponse<String>> right,
            Runnable something) {
        var ended = new AtomicBoolean();
        var caller =
                CompletableFuture.supplyAsync(() -> {
                    var wrong = new ArrayList<String>();
                    while (!ended.get()) {
                        var answer = ask(service, body);
                        if (!right.test(answer)) {
                            wrong.add(answer.statusCode() + " " + answer.body());
                        }
                    }
                    return wrong;
                });
        try {
            something.run();
        } finally {
            ended.set(true);
        }
        return caller.join();
    }

    @Override
    public void close() {
        running.close();
        client.close();
    }
}
