package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.Home;
import lastgood.server.soak.client.Launch;
import lastgood.server.soak.client.Ports;
import lastgood.server.soak.client.ServerProcess;
import lastgood.testing.Examples;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real server process is killed in the middle of moves of a whole stack: two services, one feature table, and a link on
/// disk that a driver moves. What starts again is wholly the old stack or wholly the new one.
///
/// Repeat a failure with `-Dseed=N` and the seed that it prints.
class StackKillTest {
    private static final int ROUNDS = 6;
    private static final int LATEST_MILLIS = 450;
    private static final String CLASSIFIER = "tumour-classifier";
    private static final String TRIAGE = "triage-ranker";

    @TempDir private Path folder;

    @Test
    void aServerThatIsKilledInTheMiddleOfAMoveStartsWithTheOldStackOrTheNewOne() throws Exception {
        long seed = Long.getLong("seed", RandomGenerator.getDefault().nextLong());
        var random = new Random(seed);
        world();
        var server = start();
        try {
            declared(server);
            var ended = new TreeMap<String, Integer>();
            for (int round = 0; round < ROUNDS; round++) {
                boolean isNew = stack(server).equals("r3 v2 v2");
                var victim = server;
                if (!isNew) {
                    told(server, "release", "unhold", CLASSIFIER, "r3", "--reason", "again");
                }
                var move =
                        Thread.ofVirtual()
                                .start(() -> {
                                    if (isNew) {
                                        told(victim, "rollback", CLASSIFIER, "--yes");
                                    } else {
                                        told(victim, "rollout", "start", CLASSIFIER, "r3", "--yes");
                                    }
                                });
                long wait = random.nextInt(LATEST_MILLIS) * 1_000_000L;
                LockSupport.parkNanos(wait);
                server.kill();
                move.join();
                server = start();
                var now = stack(server);
                assertThat(now)
                        .as(
                                "after a kill %d ms into round %d, seed %d",
                                wait / 1_000_000, round, seed)
                        .isIn("r1 v1 v1", "r3 v2 v2");
                answersLike(server, now.startsWith("r1") ? "golden-v1" : "golden-v3");
                ended.merge(
                        now + (now.startsWith("r3") == isNew ? " as before" : " moved"),
                        1,
                        Integer::sum);
            }
            System.out.println("seed " + seed + ": " + ended);
        } finally {
            server.close();
        }
    }

    /// The classifier's release, the version that everybody reads, and where the link leads.
    private String stack(ServerProcess server) throws IOException {
        var status = json(server, "status", CLASSIFIER, "-o", "json");
        var stack = json(server, "stack", "show", "oncology", "-o", "json");
        assertThat(json(server, "status", TRIAGE, "-o", "json").get("live").asString())
                .isEqualTo("r1");
        return status.get("live").asString()
                + " "
                + stack.get("components").get(0).get("live").asString()
                + " "
                + Files.readSymbolicLink(folder.resolve("pipeline/current")).getFileName();
    }

    /// No part of another release had a hand in the answer.
    private void answersLike(ServerProcess server, String golden) throws IOException {
        var mapper = new JsonMapper();
        var row =
                mapper.readTree(
                        Files.readAllLines(folder.resolve("examples/" + golden + ".ndjson"))
                                .getFirst());
        try (var caller = new Caller(server.predict(), CLASSIFIER)) {
            var request =
                    "{\"inputs\":[{\"name\":\"measurements\",\"shape\":[1,30],\"datatype\":\"FP32\",\"data\":"
                            + row.get("inputs").get("measurements")
                            + "}]}";
            var answer = caller.ask(request.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).isEqualTo(200);
            var body = mapper.readTree(new String(answer.body(), StandardCharsets.UTF_8));
            double said = output(body).get(0).asDouble();
            double right = row.get("outputs").get("probabilities").get(0).get(0).asDouble();
            assertThat(said).isCloseTo(right, Offset.offset(1e-5));
        }
    }

    private static JsonNode output(JsonNode body) {
        for (var output : body.get("outputs")) {
            if (output.get("name").asString().equals("probabilities")) {
                return output.get("data");
            }
        }
        throw new AssertionError("no probabilities in " + body);
    }

    private void declared(ServerProcess server) {
        did(server, "apply", "-f", folder.resolve("pipeline/v1.yaml").toString());
        did(server, "apply", "-f", folder.resolve("pipeline/v2.yaml").toString());
        for (var file : new String[] {"service.yaml", "triage.service.yaml", "stack.yaml"}) {
            did(server, "apply", "-f", example(file));
        }
        did(server, "release", "create", "-f", example("r1.release.yaml"));
        did(server, "rollout", "start", CLASSIFIER, "r1", "--yes");
        did(server, "release", "create", "-f", example("triage.release.yaml"));
        did(server, "rollout", "start", TRIAGE, "r1", "--yes");
        // It takes the number 2 and is never rolled out.
        did(server, "release", "create", "-f", example("r2.release.yaml"));
        did(server, "release", "create", "-f", example("r3.release.yaml"));
    }

    /// What a driver finds: two versions and a link.
    private void world() throws IOException {
        Examples.copy("tumour", Files.createDirectories(folder.resolve("examples")));
        var pipeline = Files.createDirectories(folder.resolve("pipeline"));
        for (var version : new String[] {"v1", "v2"}) {
            var home = Files.createDirectories(pipeline.resolve("versions").resolve(version));
            Files.copy(
                    folder.resolve("examples/features-" + version + ".onnx"),
                    home.resolve("features.onnx"));
            Files.writeString(
                    pipeline.resolve(version + ".yaml"),
                    """
                    apiVersion: lastgood/v1
                    kind: Component
                    metadata: {name: tumour-features, version: %s}
                    spec:
                      kind: features
                      path: versions/%s/features.onnx
                      reverts: {to: [%s]}
                      driver: {kind: file, link: "%s", versions: "%s"}
                    """
                            .formatted(
                                    version,
                                    version,
                                    version.equals("v2") ? "v1" : "",
                                    pipeline.resolve("current"),
                                    pipeline.resolve("versions")));
        }
        Files.createSymbolicLink(pipeline.resolve("current"), pipeline.resolve("versions/v1"));
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(
                Launch.forTests(Home.find()), folder.resolve("server"), Ports.ANY);
    }

    private void did(ServerProcess server, String... words) {
        var told = told(server, words);
        assertThat(told.exit()).as(String.join(" ", words) + "\n" + told.text()).isZero();
    }

    private Told told(ServerProcess server, String... words) {
        URI api = server.api();
        return Told.by(Map.of("NO_COLOR", "1", "LASTGOOD_URL", api.toString()), folder, words);
    }

    private JsonNode json(ServerProcess server, String... words) {
        var told = told(server, words);
        assertThat(told.exit()).as(told.text()).isZero();
        return new JsonMapper().readTree(told.text());
    }

    private String example(String name) {
        return folder.resolve("examples").resolve(name).toString();
    }
}
