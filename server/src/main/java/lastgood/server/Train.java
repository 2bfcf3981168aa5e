package lastgood.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.cli.Environment;
import lastgood.core.problem.Outcome;

/// What the build runs once to learn which classes a start needs: a server comes up, a release goes live, predictions are
/// answered, a few verbs are used, and everything is closed again.
///
/// Nothing of the product calls this. Its two arguments are a folder to work in and a copy of the tumour example: lock
/// files are written beside what they pin, and a build leaves the sources alone.
public final class Train {
    private static final String SERVICE = "tumour-classifier";
    private static final int PREDICTIONS = 2_000;

    private Train() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var examples = Path.of(args[1]);
        var config =
                new Config(
                        Path.of(args[0]).resolve("data"),
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty());
        if (!(Wiring.start(config) instanceof Outcome.Done<Running>(var server))) {
            throw new IOException("the server did not start");
        }
        try (server) {
            for (var words :
                    List.of(
                            List.of(
                                    "apply",
                                    "-f",
                                    examples.resolve("features-v1.component.yaml").toString()),
                            List.of("apply", "-f", examples.resolve("service.yaml").toString()),
                            List.of(
                                    "release",
                                    "create",
                                    "-f",
                                    examples.resolve("r1.release.yaml").toString()),
                            List.of("rollout", "start", SERVICE, "r1", "--yes"),
                            List.of("status", SERVICE),
                            List.of("status", SERVICE, "-o", "json"),
                            List.of("history", SERVICE),
                            List.of("rollback", SERVICE, "--dry-run"))) {
                Main.run(Environment.ofProcess(), words, Map.of("LASTGOOD_URL", server.api()));
            }
            predict(server, examples);
        }
    }

    private static void predict(Running server, Path examples)
            throws IOException, InterruptedException {
        var rows = Files.readAllLines(examples.resolve("heldout.ndjson"));
        var infer = URI.create(server.predict() + "/v2/models/" + SERVICE + "/infer");
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < PREDICTIONS; i++) {
                var row = rows.get(i % rows.size());
                var data = row.substring(row.indexOf('['), row.indexOf(']') + 1);
                var body =
                        "{\"inputs\":[{\"name\":\"measurements\",\"datatype\":\"FP32\",\"shape\":[1,30],\"data\":"
                                + data
                                + "}]}";
                var request =
                        HttpRequest.newBuilder(infer)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build();
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
        }
    }
}
