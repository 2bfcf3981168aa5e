package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lastgood.testing.Examples;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server in front of a model that another process serves; everything by the command line.
class UpstreamRuntimeTest {
    private static final String WINE =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":[13.2,1.8,2.4,15.6,101,2.8,3.2,0.3,2.3,4.9,1.0,3.5,1040]}]}";
    private static final List<String> SERVE =
            List.of(
                    "python3",
                    "server.py",
                    "--port",
                    ServedElsewhere.PORT,
                    "--model",
                    "model.json",
                    "--name",
                    "wine");

    @TempDir private Path folder;
    private ServedElsewhere upstream;

    @BeforeEach
    void aModelThatIsServed() throws Exception {
        Examples.copy("command", folder);
        upstream = new ServedElsewhere(folder, SERVE);
        Files.writeString(folder.resolve("wine.json"), upstream.get("/v2/models/wine"));
        Files.writeString(
                folder.resolve("upstream.release.yaml"),
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
                """);
    }

    @AfterEach
    void itEnds() {
        upstream.close();
    }

    @Test
    void aServiceGoesFromAGraphToAnUpstreamAndBackAndNoRequestFails() {
        try (var server = server()) {
            server.did("apply", "-f", "service.yaml");
            server.did("release", "create", "-f", "graph.release.yaml");
            server.did("rollout", "start", "wine", "r1", "--yes");
            assertThat(server.did("release", "create", "-f", "upstream.release.yaml"))
                    .contains("Created wine r2");
            assertThat(server.did("diff", "wine", "r1", "r2"))
                    .contains("upstream", "cellar", "opset")
                    .doesNotContain("no ONNX");

            assertThat(server.wrongThereAndBack("wine", WINE, "[0]")).isEmpty();
        }
    }

    @Test
    void anUpstreamThatIsAwayOrServesSomethingElseMakesNoRelease() throws Exception {
        try (var server = server()) {
            Files.writeString(
                    folder.resolve("wine.json"),
                    Files.readString(folder.resolve("wine.json")).replace("centroids", "forest"));
            assertThat(server.told("release", "create", "-f", "upstream.release.yaml").text())
                    .contains(
                            "serves another model", "platform was \"forest\" and is \"centroids\"");

            upstream.close();
            assertThat(server.told("release", "create", "-f", "upstream.release.yaml").text())
                    .contains("its upstream is not ready", "--endpoint cellar=");
            assertThat(server.told("release", "list", "wine").text()).doesNotContain("r1");
        }
    }

    @Test
    void itServesAgainAfterARestartAndAtAnotherAddress() throws Exception {
        try (var first = server()) {
            first.did("apply", "-f", "service.yaml");
            first.did("release", "create", "-f", "upstream.release.yaml");
            first.did("rollout", "start", "wine", "r1", "--yes");
            first.awaitAnswerBy("r1", "wine", WINE);
        }
        var before = upstream.address();
        upstream.close();
        upstream = new ServedElsewhere(folder, SERVE);
        assertThat(upstream.address()).isNotEqualTo(before);

        try (var second = server()) {
            second.awaitAnswerBy("r1", "wine", WINE);
            assertThat(second.did("release", "create", "-f", "upstream.release.yaml"))
                    .contains("Already there");
        }
    }

    @Test
    void anUpstreamThatIsGoneIsLeftOutAndDoctorAndMetricsTellSo() throws Exception {
        try (var server = server()) {
            server.did("apply", "-f", "service.yaml");
            server.did("release", "create", "-f", "upstream.release.yaml");
            server.did("rollout", "start", "wine", "r1", "--yes");
            server.awaitAnswerBy("r1", "wine", WINE);
            assertThat(server.told("doctor").text()).contains("the address is asked");

            upstream.close();
            Patience.until(
                    "its upstream is not asked any more",
                    WholeServer.AT_MOST,
                    () -> server.ask("wine", WINE).body(),
                    body -> body.contains("its upstream is not asked after failures"));

            var address = upstream.address();
            assertThat(server.told("doctor").text().replaceAll("\\s+", " "))
                    .contains(address + " of cellar is not asked for wine at cellar: ")
                    .contains("no other address is left");
            var about = "{address=\"" + address + "\",endpoint=\"cellar\"} ";
            var metrics = metrics(server);
            assertThat(metrics)
                    .contains("lastgood_endpoint_ejected" + about + "1.0")
                    .contains("lastgood_endpoint_failures" + about + "5.0");
        }
    }

    private static String metrics(WholeServer server) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create(server.api()).resolve("/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    private WholeServer server() {
        return new WholeServer(folder, Map.of("cellar", URI.create(upstream.address())));
    }
}
