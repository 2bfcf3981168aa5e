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
import lastgood.gateway.running.child.ChildJvm;

/// What the build runs once to learn which classes a start needs: a server comes up, a release goes live, predictions are
/// answered, a few verbs are used, and everything is closed again.
///
/// Nothing of the product calls this. Its arguments are a folder to work in, a copy of the tumour example (lock files are
/// written beside what they pin, and a build leaves the sources alone), and the options of a process that records which
/// classes it needs.
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
            use(
                    server,
                    List.of(
                            "apply",
                            "-f",
                            examples.resolve("features-v1.component.yaml").toString()));
            use(server, List.of("apply", "-f", examples.resolve("service.yaml").toString()));
            // It is tried out in a process that lives until it is done: others are killed, and
            // record nothing.
            System.setProperty(ChildJvm.OPTIONS, args[2]);
            use(
                    server,
                    List.of(
                            "release",
                            "create",
                            "-f",
                            examples.resolve("r1.release.yaml").toString()));
            System.clearProperty(ChildJvm.OPTIONS);
            use(server, List.of("rollout", "start", SERVICE, "r1", "--yes"));
            use(server, List.of("status", SERVICE));
            use(server, List.of("status", SERVICE, "-o", "json"));
            use(server, List.of("history", SERVICE));
            use(server, List.of("rollback", SERVICE, "--dry-run"));
            predict(server, examples);
        }
    }

    private static void use(Running server, List<String> words) {
        Main.run(Environment.ofProcess(), words, Map.of("LASTGOOD_URL", server.api()));
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
