package lastgood.wire.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.testing.CannedServer;
import lastgood.wire.Json;
import lastgood.wire.problem.ProblemDetails;
import lastgood.wire.request.RollbackRequest;
import lastgood.wire.request.SubmissionRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a real HTTP server on loopback.
class ControlClientTest {
    private final CannedServer server = new CannedServer();

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> calls() {
        var reason = Optional.of("because");
        return Stream.of(
                call("GET /api/v1/services", ControlClient::services),
                call("GET /api/v1/services/wine", c -> c.status("wine")),
                call("GET /api/v1/services/wine/history", c -> c.history("wine")),
                call("GET /api/v1/services/wine/releases", c -> c.releases("wine")),
                call(
                        "GET /api/v1/services/wine/releases/label%3Alr%201",
                        c -> c.release("wine", "label:lr 1")),
                call(
                        "GET /api/v1/services/..%2Fadmin%3Fx/releases/r1",
                        c -> c.release("../admin?x", "r1")),
                call(
                        "POST /api/v1/services/wine/releases/r2/hold {\"reason\":\"because\"}",
                        c -> c.hold("wine", "r2", "because")),
                call(
                        "POST /api/v1/services/wine/releases/r2/unhold {\"reason\":\"because\"}",
                        c -> c.unhold("wine", "r2", "because")),
                call(
                        "POST /api/v1/services/wine/releases/r2/pushes {\"to\":\"a.org/b:c\"}",
                        c -> c.push("wine", "r2", "a.org/b:c")),
                call(
                        "POST /api/v1/pulls {\"from\":\"a.org/b:c\",\"service\":null}",
                        c -> c.pull("a.org/b:c", Optional.empty())),
                call(
                        "POST /api/v1/copies {\"from\":\"a.org/b:c\",\"to\":\"d.org/e:f\"}",
                        c -> c.copy("a.org/b:c", "d.org/e:f")),
                call(
                        "POST /api/v1/models {\"from\":\"a.org/b:c\",\"file\":\"m.onnx\"}",
                        c -> c.model("a.org/b:c", "m.onnx")),
                call(
                        "POST /api/v1/services/wine/releases/r2/signatures {\"envelope\":\"{}\"}",
                        c -> c.sign("wine", "r2", "{}")),
                call(
                        "GET /api/v1/services/wine/releases/r2/verification",
                        c -> c.verify("wine", "r2")),
                call(
                        "GET /api/v1/services/wine/diff?from=r1&to=%40sha256%3Aabcdef01",
                        c -> c.diff("wine", "r1", "@sha256:abcdef01")),
                call(
                        "POST /api/v1/apply {\"path\":\"s.yaml\",\"text\":\"kind: Service\",\"files\":{}}",
                        c -> c.apply(submission("s.yaml", "kind: Service"))),
                call(
                        "POST /api/v1/releases {\"path\":\"r.yaml\",\"text\":\"kind: Release\",\"files\":{}}",
                        c -> c.create(submission("r.yaml", "kind: Release"))),
                call(
                        "POST /api/v1/services/wine/rollouts {\"release\":\"r2\"}",
                        c -> c.start("wine", "r2")),
                call("GET /api/v1/services/wine/rollout", c -> c.rollout("wine")),
                call(
                        "POST /api/v1/services/wine/rollout/stop {\"reason\":\"because\"}",
                        c -> c.steer("wine", "stop", reason)),
                call(
                        "POST /api/v1/services/wine/rollout/pause {\"reason\":null}",
                        c -> c.steer("wine", "pause", Optional.empty())),
                call(
                        "POST /api/v1/services/wine/rollbacks"
                                + " {\"to\":\"r1\",\"only\":null,\"dryRun\":true,\"yes\":false,\"reason\":\"because\"}",
                        c ->
                                c.rollBack(
                                        "wine",
                                        new RollbackRequest(
                                                Optional.of("r1"),
                                                Optional.empty(),
                                                true,
                                                false,
                                                reason))),
                call("GET /api/v1/incidents", c -> c.incidents(Optional.empty())),
                call("GET /api/v1/incidents?service=wine", c -> c.incidents(Optional.of("wine"))),
                call("GET /api/v1/incidents/INC-3", c -> c.incident("INC-3")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyMethodIsOneCall(String expected, Function<ControlClient, Outcome<?>> method) {
        var problem = Problem.of(Code.BUSY, "come back").tryThis("again").inState("Traffic: r1.");
        var line = expected.replaceFirst(" \\{.*", "");
        server.on(line, 503, Json.write(ProblemDetails.of(problem)));

        try (var client = client()) {
            assertThat(method.apply(client)).isEqualTo(Outcome.refused(problem));
        }

        var request = server.requests().getFirst();
        assertThat((request.line() + " " + request.body()).strip()).isEqualTo(expected);
        assertThat(request.header("Lastgood-By")).contains("cli:alice");
        assertThat(request.header("Authorization")).contains("Bearer lg_1_secret");
        assertThat(request.header("Content-Type"))
                .isEqualTo(
                        line.startsWith("POST")
                                ? Optional.of("application/json")
                                : Optional.empty());
    }

    @Test
    void aListIsReadAsAList() {
        server.on("GET /api/v1/services", "[" + picture("status-canary") + "]");

        try (var client = client()) {
            assertThat(client.services())
                    .isInstanceOfSatisfying(
                            Outcome.Done.class,
                            done ->
                                    assertThat(done.value())
                                            .asString()
                                            .contains("live=Optional[r1]"));
        }
    }

    @Test
    void aFileIsSentAsItIsWithItsDigest(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("model.onnx"), "graph");
        var digest = Digest.of(Files.readAllBytes(file));
        server.on("POST /api/v1/blobs", "{\"digest\":\"" + digest + "\",\"size\":5}");

        try (var client = client()) {
            assertThat(client.store(file, digest)).isInstanceOf(Outcome.Done.class);
        }

        var request = server.requests().getFirst();
        assertThat(request.body()).isEqualTo("graph");
        assertThat(request.header("Lastgood-Digest")).contains(digest.toString());
        assertThat(request.header("Content-Type")).contains("application/octet-stream");
    }

    @Test
    void aFileThatWentAwayIsAProblem(@TempDir Path folder) {
        try (var client = client()) {
            assertThat(client.store(folder.resolve("gone"), Digest.of(new byte[0])))
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void whereNobodyListensTheProblemSaysWhatToDo() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (var client = client("http://127.0.0.1:" + port)) {
            var problem = refused(client.services());

            assertThat(problem.code()).isEqualTo(Code.UNREACHABLE);
            assertThat(problem.what())
                    .isEqualTo("No lastgood server answers at http://127.0.0.1:" + port + ".");
            assertThat(problem.todo().getFirst()).startsWith("lastgood run");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsAProblemThatDoesNotPretendToKnow() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = client("http://127.0.0.1:" + socket.getLocalPort())) {
            var hangUp = Thread.startVirtualThread(() -> hangUp(socket));

            var problem = refused(client.start("wine", "r2"));
            hangUp.join();

            assertThat(problem.code()).isEqualTo(Code.UNREACHABLE);
            assertThat(problem.state())
                    .isEqualTo("Whether it was done is not known here; status tells.");
        }
    }

    @Test
    void aServerThatTakesTooLongIsAProblemThatDoesNotPretendToKnow() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var wire = new Wire(server(url("http://127.0.0.1:" + silent.getLocalPort())))) {
            var call = Wire.post("/slow", Map.of(), Duration.ofSeconds(2));

            var problem = refused(wire.send(call, body -> body));

            assertThat(problem.what()).endsWith("did not answer in time.");
            assertThat(problem.state())
                    .isEqualTo("Whether it was done is not known here; status tells.");
        }
    }

    @Test
    void whoIsInterruptedIsToldAndStaysInterrupted() {
        try (var client = client()) {
            Thread.currentThread().interrupt();

            var problem = refused(client.services());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(problem.code()).isEqualTo(Code.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 502})
    void somebodyElsesAnswerIsNotTakenForLastgoods(int status) {
        server.on("GET /api/v1/services/wine", status, "<html>hello</html>");

        try (var client = client()) {
            var problem = refused(client.status("wine"));

            assertThat(problem.code()).isEqualTo(Code.UNREACHABLE);
            assertThat(problem.why())
                    .containsExactly(
                            "it answered with status " + status + " and no problem document");
        }
    }

    @Test
    void theServerIsFoundByTheEnvironment(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("admin.token"), "lg_1_filed\n");

        assertThat(server(Map.of()).base()).hasToString("http://127.0.0.1:8484");
        assertThat(server(Map.of("LASTGOOD_URL", "https://models.example:1/")).base())
                .hasToString("https://models.example:1");
        assertThat(server(Map.of("LASTGOOD_TOKEN_FILE", file.toString())).token())
                .contains("lg_1_filed");
        assertThat(
                        server(
                                        Map.of(
                                                "LASTGOOD_TOKEN",
                                                "lg_1_said",
                                                "LASTGOOD_TOKEN_FILE",
                                                file.toString()))
                                .token())
                .contains("lg_1_said");
        assertThat(server(Map.of("USER", "zoë")).by()).isEqualTo("cli:zo?");
    }

    @Test
    void aTokenIsNeverPrinted() {
        assertThat(server(Map.of("LASTGOOD_TOKEN", "lg_1_secret")))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void anEnvironmentThatMakesNoSenseIsAProblem() {
        assertThat(Server.of(Map.of("LASTGOOD_URL", "localhost:8484")))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(Server.of(Map.of("LASTGOOD_TOKEN_FILE", "/nowhere/at/all")))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(Server.of(Map.of("LASTGOOD_TOKEN", "two words")))
                .isInstanceOf(Outcome.Refused.class);
    }

    private static void hangUp(ServerSocket socket) {
        try (var connection = socket.accept()) {
            connection.getInputStream().read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ControlClient client() {
        return client(server.url());
    }

    private static ControlClient client(String url) {
        return new ControlClient(server(url(url)));
    }

    private static Map<String, String> url(String url) {
        return Map.of("LASTGOOD_URL", url, "LASTGOOD_TOKEN", "lg_1_secret", "USER", "alice");
    }

    private static Server server(Map<String, String> env) {
        return switch (Server.of(env)) {
            case Outcome.Done<Server>(var server) -> server;
            case Outcome.Refused<Server>(var problem) -> throw new AssertionError(problem);
        };
    }

    private static Problem refused(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).problem();
    }

    private static Arguments call(String expected, Function<ControlClient, Outcome<?>> method) {
        return Arguments.of(expected, method);
    }

    private static SubmissionRequest submission(String path, String text) {
        return SubmissionRequest.of(path, text, Map.of());
    }

    private static String picture(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/views/" + name + ".json"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
