package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lastgood.core.problem.Outcome;
import lastgood.server.soak.client.Home;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server with the example of a release that is a program; everything by the command line.
class CommandRuntimeTest {
    private static final String WINE =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":[13.2,1.8,2.4,15.6,101,2.8,3.2,0.3,2.3,4.9,1.0,3.5,1040]}]}";

    @TempDir private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        client.close();
    }

    @Test
    void aServiceGoesFromAGraphToAProgramAndBackAndNoRequestFails() throws Exception {
        copyExamples();
        var server = server();
        open.add(server);
        did(server, "apply", "-f", example("service.yaml"));
        assertThat(did(server, "release", "create", "-f", example("graph.release.yaml")))
                .contains("Created wine r1");
        did(server, "rollout", "start", "wine", "r1", "--yes");
        var created = did(server, "release", "create", "-f", example("program.release.yaml"));
        assertThat(created).contains("Created wine r2");
        assertThat(did(server, "release", "show", "wine", "r2"))
                .contains("python3 server.py --port {port}", "files.server.py", "model.json");

        var ended = new AtomicBoolean();
        var caller = CompletableFuture.supplyAsync(() -> call(server, ended));
        did(server, "rollout", "start", "wine", "r2", "--yes");
        await(() -> answeredBy(server).equals("r2"));
        await(() -> did(server, "status", "wine", "-o", "json").contains("\"live\":\"r2\""));
        did(server, "rollback", "wine", "--yes");
        await(() -> answeredBy(server).equals("r1"));
        ended.set(true);

        assertThat(caller.join()).isEmpty();
    }

    @Test
    void aProgramServesAgainAfterARestart() throws Exception {
        copyExamples();
        try (var first = server()) {
            did(first, "apply", "-f", example("service.yaml"));
            did(first, "release", "create", "-f", example("program.release.yaml"));
            did(first, "rollout", "start", "wine", "r1", "--yes");
            assertThat(answeredBy(first)).isEqualTo("r1");
        }

        var second = server();
        open.add(second);

        await(() -> answeredBy(second).equals("r1"));
        assertThat(did(second, "release", "create", "-f", example("program.release.yaml")))
                .contains("Already there");
    }

    @Test
    void whatDoesNotFitAProgramIsRefused() throws Exception {
        copyExamples();
        var server = server();
        open.add(server);
        var file = Path.of(example("program.release.yaml"));
        var text = Files.readString(file);

        Files.writeString(file, text.replace("schema: {path: schema.yaml}", "schema: infer"));
        assertThat(told(server, "release", "create", "-f", file.toString()).text())
                .contains("a program says nothing of its tensors", "schema: {path: schema.yaml}");

        Files.writeString(file, text.replace("features: none", "features: {path: graph.onnx}"));
        assertThat(told(server, "release", "create", "-f", file.toString()).text())
                .contains("it runs no graph", "features: none");

        Files.writeString(file, text.replace("python3 server.py", "python3 missing.py"));
        assertThat(told(server, "release", "create", "-f", file.toString()).text())
                .contains("ended before it was ready", "missing.py");
        assertThat(told(server, "release", "list", "wine").text()).doesNotContain("r1");
    }

    private List<String> call(Running server, AtomicBoolean ended) {
        var wrong = new ArrayList<String>();
        while (!ended.get()) {
            var answer = ask(server);
            if (answer.statusCode() != 200 || !answer.body().contains("\"data\":[0]")) {
                wrong.add(answer.statusCode() + " " + answer.body());
            }
        }
        return wrong;
    }

    private String answeredBy(Running server) {
        return ask(server).headers().firstValue("Lastgood-Release").orElse("nobody");
    }

    private HttpResponse<String> ask(Running server) {
        var request =
                HttpRequest.newBuilder(URI.create(server.predict() + "/v2/models/wine/infer"))
                        .POST(HttpRequest.BodyPublishers.ofString(WINE))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(java.util.function.BooleanSupplier holds) {
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
                        Optional.empty());
        return switch (Wiring.start(config)) {
            case Outcome.Done<Running>(var server) -> server;
            case Outcome.Refused<Running>(var problem) ->
                    throw new AssertionError(problem.toString());
        };
    }

    private String did(Running server, String... words) {
        var told = told(server, words);
        assertThat(told.exit()).as(String.join(" ", words) + "\n" + told.text()).isZero();
        return told.text();
    }

    private Told told(Running server, String... words) {
        return Told.by(Map.of("NO_COLOR", "1", "LASTGOOD_URL", server.api()), folder, words);
    }

    private String example(String name) {
        return folder.resolve("examples").resolve(name).toString();
    }

    private void copyExamples() throws IOException {
        var to = Files.createDirectory(folder.resolve("examples"));
        try (Stream<Path> files = Files.list(Home.find().example("command"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
