package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import lastgood.core.problem.Outcome;
import lastgood.gateway.running.program.Endpoints;
import lastgood.testing.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server in front of a model that another process serves; everything by the command line.
class UpstreamRuntimeTest {
    private static final String WINE =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":[13.2,1.8,2.4,15.6,101,2.8,3.2,0.3,2.3,4.9,1.0,3.5,1040]}]}";
    private static final String RELEASE =
            """
            apiVersion: lastgood/v1
            kind: Release
            metadata: {service: wine, label: upstream}
            spec:
              model: {path: wine.json}
              features: none
              preprocessing: none
              schema: infer
              runtime: {engine: upstream, endpoint: cellar, model: wine}
              config: {}
            """;

    @TempDir private Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<AutoCloseable> open = new ArrayList<>();
    private String upstream;
    private Process served;

    @BeforeEach
    void aModelThatIsServed() throws Exception {
        Examples.copy("command", folder);
        serveSomewhere();
        Files.writeString(folder.resolve("wine.json"), get(upstream + "/v2/models/wine"));
        Files.writeString(folder.resolve("upstream.release.yaml"), RELEASE);
    }

    private void serveSomewhere() throws Exception {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            upstream = "http://127.0.0.1:" + free.getLocalPort();
        }
        served = serve();
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        end();
        client.close();
    }

    @Test
    void aServiceGoesFromAGraphToAnUpstreamAndBackAndNoRequestFails() {
        var server = server();
        did(server, "apply", "-f", "service.yaml");
        did(server, "release", "create", "-f", "graph.release.yaml");
        did(server, "rollout", "start", "wine", "r1", "--yes");
        assertThat(did(server, "release", "create", "-f", "upstream.release.yaml"))
                .contains("Created wine r2");
        assertThat(did(server, "diff", "wine", "r1", "r2")).contains("upstream", "cellar");

        var ended = new AtomicBoolean();
        var caller = CompletableFuture.supplyAsync(() -> failures(server, ended));
        did(server, "rollout", "start", "wine", "r2", "--yes");
        await(() -> answeredBy(server).equals("r2"));
        await(() -> did(server, "status", "wine", "-o", "json").contains("\"live\":\"r2\""));
        did(server, "rollback", "wine", "--yes");
        await(() -> answeredBy(server).equals("r1"));
        ended.set(true);

        assertThat(caller.join()).isEmpty();
    }

    @Test
    void anUpstreamThatIsAwayOrServesSomethingElseMakesNoRelease() throws Exception {
        var server = server();
        Files.writeString(
                folder.resolve("wine.json"),
                Files.readString(folder.resolve("wine.json")).replace("centroids", "forest"));
        assertThat(told(server, "release", "create", "-f", "upstream.release.yaml").text())
                .contains("serves another model", "platform was \"forest\" and is \"centroids\"");

        end();
        assertThat(told(server, "release", "create", "-f", "upstream.release.yaml").text())
                .contains("its upstream is not ready", "--endpoint cellar=");
        assertThat(told(server, "release", "list", "wine").text()).doesNotContain("r1");
    }

    @Test
    void itServesAgainAfterARestartAndAtAnotherAddress() throws Exception {
        try (var first = server()) {
            did(first, "apply", "-f", "service.yaml");
            did(first, "release", "create", "-f", "upstream.release.yaml");
            did(first, "rollout", "start", "wine", "r1", "--yes");
            await(() -> answeredBy(first).equals("r1"));
        }
        end();
        serveSomewhere();

        var second = server();

        await(() -> answeredBy(second).equals("r1"));
        assertThat(did(second, "release", "create", "-f", "upstream.release.yaml"))
                .contains("Already there");
    }

    private Process serve() throws Exception {
        var process =
                new ProcessBuilder(
                                "python3",
                                "server.py",
                                "--port",
                                upstream.substring(upstream.lastIndexOf(':') + 1),
                                "--model",
                                "model.json",
                                "--name",
                                "wine")
                        .directory(folder.toFile())
                        .inheritIO()
                        .start();
        await(() -> isUp(process));
        return process;
    }

    private boolean isUp(Process process) {
        assertThat(process.isAlive()).isTrue();
        try {
            get(upstream + "/v2/health/ready");
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void end() throws InterruptedException {
        served.destroyForcibly();
        assertThat(served.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private String get(String address) throws IOException {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private List<String> failures(Running server, AtomicBoolean ended) {
        var failures = new ArrayList<String>();
        while (!ended.get()) {
            var answer = ask(server);
            if (answer.statusCode() != 200 || !answer.body().contains("\"data\":[0]")) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
        }
        return failures;
    }

    private String answeredBy(Running server) {
        return ask(server).headers().firstValue("Lastgood-Release").orElse("nobody");
    }

    private java.net.http.HttpResponse<String> ask(Running server) {
        var request =
                HttpRequest.newBuilder(URI.create(server.predict() + "/v2/models/wine/infer"))
                        .POST(HttpRequest.BodyPublishers.ofString(WINE))
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier holds) {
        long until = System.nanoTime() + 60_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("a minute has passed").isLessThan(until);
        }
    }

    private Running server() {
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
                        new Endpoints(new TreeMap<>(Map.of("cellar", URI.create(upstream)))));
        return switch (Wiring.start(config)) {
            case Outcome.Done<Running>(var running) -> {
                open.add(running);
                yield running;
            }
            case Outcome.Refused<Running>(var problem) -> throw new AssertionError(problem);
        };
    }

    private String did(Running server, String... words) {
        var told = told(server, words);
        assertThat(told.exit()).as(told.text()).isZero();
        return told.text();
    }

    private Told told(Running server, String... words) {
        return Told.by(
                Map.of("LASTGOOD_URL", server.api(), "USER", "test", "NO_COLOR", "1"),
                folder,
                words);
    }
}
