package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lastgood.testing.Examples;
import lastgood.testing.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real models in shadow of one that works: callers send labels of what live told them, and these judge the candidate.
/// Nobody is ever answered by one that is worse.
class ShadowLabelsTest {
    private static final int PAIRS = 120;
    private static final int LOOK_EVERY = 20;
    private static final Pattern ROW =
            Pattern.compile("\\{\"inputs\":\\{\"X\":(\\[.*])},\"label\":(\\d)}");

    @TempDir private Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Row> rows = new ArrayList<>();

    /// @param body what is asked
    /// @param label what is right
    private record Row(String body, String label) {}

    /// @param id of a prediction
    private record Label(String id, String value) {}

    /// @param release whose it is
    /// @param label that is yet to be sent
    private record Answer(String release, Label label) {}

    @BeforeEach
    void filesOfTheWineExample() throws IOException {
        Examples.copy("wine", folder);
        for (var line : Files.readAllLines(folder.resolve("rows.ndjson"))) {
            var row = ROW.matcher(line);
            assertThat(row.matches()).as(line).isTrue();
            rows.add(
                    new Row(
                            "{\"inputs\":[{\"name\":\"X\",\"shape\":[1,13],\"datatype\":\"FP32\",\"data\":"
                                    + row.group(1)
                                    + "}]}",
                            row.group(2)));
        }
    }

    /// The same model without its scaler answers everything, and fast: only labels show what is wrong with it. They come
    /// when the server that gave the answers is gone.
    @Test
    void aWorseModelEndsInShadowByLabelsThatComeAfterARestart() throws IOException {
        var labels = new ArrayList<Label>();
        try (var server = new WholeServer(folder)) {
            live(server, "shadow 100000");
            server.did("release", "create", "-f", "bad.release.yaml");
            server.did("rollout", "start", "wine", "r2", "--yes");
            for (int i = 0; i % LOOK_EVERY > 0 || compared(server) < PAIRS; i++) {
                var answer = ask(server, i);
                assertThat(answer.release())
                        .as("nobody is answered by a candidate in shadow")
                        .isEqualTo("r1");
                labels.add(answer.label());
            }
            assertThat(server.did("rollout", "status", "wine")).contains("no labels");
        }
        try (var server = new WholeServer(folder)) {
            assertThat(send(server, labels)).contains("\"accepted\":" + labels.size());

            server.awaitStatus("wine", "\"candidate\":null");

            assertThat(server.did("history", "wine", "-o", "json"))
                    .contains("\"how\":\"rollback\"", "guard:quality.error_rate")
                    .containsPattern("in shadow, of \\d+ labelled pairs that differ, \\d+ against");
            assertThat(server.did("rollout", "status", "wine"))
                    .contains("tripped", "labelled pairs that differ", "against the candidate");
            assertThat(server.did("incident", "show", "INC-1")).contains("0 answers by r2");
            assertThat(server.told("rollout", "start", "wine", "r2", "--yes").exit()).isEqualTo(5);
            assertThat(
                            query(
                                    server,
                                    "SELECT DISTINCT release, shadow FROM predictions ORDER BY ALL"))
                    .as("every answer was live's")
                    .isEqualToIgnoringNewLines("r1\tfalser2\ttrue");
            assertThat(
                            query(
                                    server,
                                    "SELECT count(*) > 50 FROM predictions l JOIN predictions s USING (prediction_id) WHERE s.shadow AND NOT l.shadow AND l.outputs.output_label <> s.outputs.output_label"))
                    .as("both answers to one request have one id")
                    .isEqualToIgnoringNewLines("true");
        }
    }

    @Test
    void aBetterModelIsLetOutOfTheShadowWithWhatLabelsSaidOfIt() throws IOException {
        try (var server = new WholeServer(folder)) {
            live(server, "shadow 150");
            server.did("release", "create", "-f", "better.release.yaml");
            server.did("rollout", "start", "wine", "r2", "--yes");

            var answer = ask(server, 0);
            for (int i = 1; answer.release().equals("r1"); i++) {
                send(server, List.of(answer.label()));
                answer = ask(server, i);
            }

            assertThat(server.did("history", "wine", "-o", "json"))
                    .containsPattern(
                            "quality.error_rate <= baseline \\+ 3%: in shadow, of \\d+ labelled pairs? that differs?, \\d+ against the candidate \\(\\d\\d+ labelled\\)")
                    .doesNotContain("\"how\":\"rollback\"");
            assertThat(server.did("status", "wine", "-o", "json")).contains("\"candidate\":\"r2\"");
        }
    }

    private void live(WholeServer server, String shadow) throws IOException {
        service("100%");
        server.did("apply", "-f", "service.yaml");
        server.did("release", "create", "-f", "good.release.yaml");
        server.did("rollout", "start", "wine", "r1", "--yes");
        server.awaitAnswerBy("r1", "wine", rows.getFirst().body());
        server.awaitStatus("wine", "\"lastGood\":\"r1\"");
        service(shadow + ", 50%, 100%");
        server.did("apply", "-f", "service.yaml");
    }

    /// Asks the log, which whoever comes while it is tidied is told to ask again.
    private static String query(WholeServer server, String sql) {
        var told =
                Patience.until(
                        "the log can be asked",
                        WholeServer.AT_MOST,
                        () -> server.told("predictions", "query", sql),
                        said -> !said.text().contains("LG-1304"));
        assertThat(told.exit()).as(told.text()).isZero();
        return told.text();
    }

    private void service(String steps) throws IOException {
        Files.writeString(
                folder.resolve("service.yaml"),
                """
                apiVersion: lastgood/v1
                kind: Service
                metadata: {name: wine}
                spec:
                  task: classification
                  rollout: {steps: [%s], stepTime: 1h, bake: 1s, minRequests: 1}
                  guards: [quality.error_rate <= baseline + 3%%]
                """
                        .formatted(steps));
    }

    private Answer ask(WholeServer server, int number) {
        var row = rows.get(number % rows.size());
        var answer = server.ask("wine", row.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Answer(
                answer.headers().firstValue("Lastgood-Release").orElse("nobody"),
                new Label(
                        answer.headers().firstValue("Lastgood-Prediction-Id").orElseThrow(),
                        row.label()));
    }

    private String send(WholeServer server, List<Label> labels) {
        var lines =
                labels.stream()
                        .map(l ->
                                "{\"predictionId\":\"%s\",\"label\":%s}"
                                        .formatted(l.id(), l.value()))
                        .collect(Collectors.joining(","));
        var request =
                HttpRequest.newBuilder(URI.create(server.api() + "/api/v1/services/wine/labels"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"labels\":[" + lines + "]}"))
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long compared(WholeServer server) {
        var found =
                Pattern.compile("\"answers\":(\\d+)")
                        .matcher(server.did("rollout", "status", "wine", "-o", "json"));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
