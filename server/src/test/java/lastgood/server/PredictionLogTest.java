package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Ports;
import lastgood.server.soak.client.ServerProcess;
import lastgood.testing.Examples;
import lastgood.testing.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real server process is asked over HTTP, killed, and asked again; what it answered is in the prediction log.
class PredictionLogTest {
    private static final int ASKED = 50;
    private static final String WINE =
            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":[13.2,1.8,2.4,15.6,101,2.8,3.2,0.3,2.3,4.9,1.0,3.5,1040]}]}";
    private static final String IDS = "SELECT prediction_id FROM predictions ORDER BY ALL";

    @TempDir private Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whatWasAnsweredIsFoundAlsoAfterAKillAndWhatTheFileSaysIsKeptToAtOnce() throws Exception {
        Examples.copy("command", folder);
        var server = start();
        var answered = new ArrayList<String>();
        try {
            did(server, "apply", "-f", "service.yaml");
            did(server, "release", "create", "-f", "graph.release.yaml");
            did(server, "rollout", "start", "wine", "r1", "--yes");
            ask(server, ASKED, answered);
            awaitLogged(server, ASKED);

            assertThat(query(server, IDS)).containsExactlyInAnyOrderElementsOf(answered);
            assertThat(
                            query(
                                    server,
                                    "SELECT DISTINCT service, release, status, inputs.X[13], len(inputs.X), rows FROM predictions"))
                    .containsExactly("wine\tr1\tanswered\t1040.0\t13\t1");

            server.kill();
            server = start();
            awaitParquet();
            assertThat(query(server, IDS)).containsExactlyInAnyOrderElementsOf(answered);

            Files.writeString(
                    folder.resolve("service.yaml"),
                    Files.readString(folder.resolve("service.yaml"))
                            + "  log: {redact: [inputs.X], outputs: false}\n");
            did(server, "apply", "-f", "service.yaml");
            ask(server, ASKED, answered);
            awaitLogged(server, 2 * ASKED);
            assertThat(query(server, IDS)).containsExactlyInAnyOrderElementsOf(answered);
            assertThat(
                            query(
                                    server,
                                    "SELECT inputs.X IS NULL, outputs IS NULL, count(*) FROM predictions GROUP BY ALL ORDER BY ALL"))
                    .containsExactly("false\tfalse\t" + ASKED, "true\ttrue\t" + ASKED);
            assertThat(get(server.api().resolve("/metrics")).body())
                    .contains("lastgood_predictions_noted " + ASKED + ".0")
                    .contains("lastgood_predictions_dropped 0.0");
        } finally {
            server.close();
        }
        assertThat(files("segments")).allMatch(name -> name.endsWith(".segment"));
    }

    private void ask(ServerProcess server, int times, List<String> answered) {
        for (int n = 0; n < times; n++) {
            var request =
                    HttpRequest.newBuilder(server.predict().resolve("/v2/models/wine/infer"))
                            .POST(HttpRequest.BodyPublishers.ofString(WINE))
                            .build();
            var answer = send(request);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            answered.add(answer.headers().firstValue("Lastgood-Prediction-Id").orElseThrow());
        }
    }

    /// In the file, so that a kill takes nothing of it.
    private void awaitLogged(ServerProcess server, int rows) {
        Patience.until(
                rows + " rows are in the file",
                WholeServer.AT_MOST,
                () -> did(server, "predictions", "list", "-o", "json"),
                days -> days.contains("\"rows\":" + rows + ","));
    }

    private void awaitParquet() {
        Patience.until(
                "all is Parquet",
                WholeServer.AT_MOST,
                () ->
                        !files("parquet").isEmpty()
                                && files("segments").stream()
                                        .noneMatch(n -> n.endsWith(".segment")));
    }

    private List<String> files(String part) throws IOException {
        var place = folder.resolve("server/data/predictions").resolve(part);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> String.valueOf(f.getFileName()))
                    .toList();
        }
    }

    private List<String> query(ServerProcess server, String sql) {
        return did(server, "predictions", "query", sql).lines().toList();
    }

    private String did(ServerProcess server, String... words) {
        var told =
                Told.by(
                        Map.of("NO_COLOR", "1", "LASTGOOD_URL", server.api().toString()),
                        folder,
                        words);
        assertThat(told.exit()).as(String.join(" ", words) + "\n" + told.text()).isZero();
        return told.text();
    }

    private HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET().build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(
                Launch.forTests(Home.find()), folder.resolve("server"), Ports.ANY);
    }
}
