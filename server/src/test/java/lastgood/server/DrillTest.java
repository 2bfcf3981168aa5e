package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Digest;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.Home;
import lastgood.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server on a real store, real models in real processes, everything by the command line.
class DrillTest {
    private static final String SERVICE = "tumour-classifier";
    private static final String SERVICE_FILE =
            """
            apiVersion: lastgood/v1
            kind: Service
            metadata: {name: tumour-classifier}
            spec:
              task: classification
              rollout: {steps: [100%], stepTime: 1s, bake: 1s, minRequests: 1}
              guards:
                - http.error_rate <= 5%
            """;

    @TempDir private Path folder;
    private Running server;

    @BeforeEach
    void aGoodReleaseServes() throws Exception {
        copyExamples();
        Files.writeString(folder.resolve("service.yaml"), SERVICE_FILE);
        server = started();
        did("apply", "-f", example("features-v1.component.yaml"));
        did("apply", "-f", folder.resolve("service.yaml").toString());
        did("release", "create", "-f", example("r1.release.yaml"));
        did("rollout", "start", SERVICE, "r1", "--yes");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aReleaseThatIsNotGoodYetIsNothingToDrill() {
        var told = told("drill", "run", SERVICE);

        assertThat(told.exit()).isEqualTo(5);
        assertThat(told.text()).contains("LG-1206", "Traffic: 100 % r1.");
    }

    @Test
    void aDrillProvesTheWayBackWithRealTimesAndAFileOfTheDigestItNames() throws Exception {
        becomesGood();

        var drill = json("drill", "run", SERVICE, "--mode", "restore", "-o", "json");

        assertThat(drill.get("result").asString()).as(drill.toString()).isEqualTo("passed");
        assertThat(drill.get("release").asString()).isEqualTo("r1");
        assertThat(drill.get("detectMs").isNull()).isTrue();
        assertThat(drill.get("verifyMs").asDouble()).isPositive();
        for (var step : drill.get("steps")) {
            assertThat(step.get("ms").asDouble()).as(step.toString()).isPositive();
        }
        assertThat(drill.get("tookMs").asDouble())
                .isGreaterThan(drill.get("steps").get(1).get("ms").asDouble());
        var file = folder.resolve("data/drills/D-1.json");
        byte[] bytes = Files.readAllBytes(file);
        assertThat(drill.get("evidence").asString()).isEqualTo(Digest.of(bytes).toString());
        var evidence = new JsonMapper().readTree(bytes);
        assertThat(storedDigests()).containsAll(digests(evidence));
        assertThat(digests(evidence)).contains(drill.get("digest").asString());
        for (var part : List.of("model-v1.onnx", "features-v1.onnx", "golden-v1.ndjson")) {
            assertThat(digests(evidence))
                    .as(part)
                    .contains(Digest.of(Files.readAllBytes(Path.of(example(part)))).toString());
        }

        assertThat(did("drill", "list", SERVICE)).contains("D-1", "passed", "restore");
        assertThat(did("drill", "show", "D-1")).contains("8 golden rows answered as recorded");
        assertThat(did("status", SERVICE)).contains("last drill", "passed", "r1 in");
        assertThat(json("status", SERVICE, "-o", "json").get("live").asString()).isEqualTo("r1");
    }

    @Test
    void oneFlippedBitInTheStoreIsFoundByDrillDoctorAndPreflight() throws Exception {
        becomesGood();
        flipOneBit(Digest.of(Files.readAllBytes(Path.of(example("model-v1.onnx")))));

        var drill = told("drill", "run", SERVICE);
        assertThat(drill.exit()).isEqualTo(9);
        assertThat(drill.text()).contains("model-v1.onnx", "is damaged", "does not work");

        var doctor = told("doctor", SERVICE);
        assertThat(doctor.exit()).isEqualTo(9);
        assertThat(doctor.text())
                .contains("model-v1.onnx", "is damaged", "lastgood release create");

        var status = json("status", SERVICE, "-o", "json");
        assertThat(status.get("preflight").get(0).get("ready").asBoolean()).isFalse();
        assertThat(status.get("lastDrill").get("result").asString()).isEqualTo("failed");
        assertThat(status.get("state").asString()).isEqualTo("steady");
        assertThat(status.get("live").asString()).isEqualTo("r1");

        did("release", "create", "-f", example("r1.release.yaml"));
        assertThat(did("drill", "run", SERVICE)).contains("The way back works.");
        assertThat(json("drill", "list", SERVICE, "-o", "json")).hasSize(2);
    }

    @Test
    void aMissingFileIsFound() throws Exception {
        becomesGood();
        var model = Digest.of(Files.readAllBytes(Path.of(example("model-v1.onnx"))));
        Files.delete(blob(model));

        var drill = json(9, "drill", "run", SERVICE, "-o", "json");

        assertThat(drill.get("result").asString()).isEqualTo("failed");
        assertThat(drill.get("steps").get(0).get("found").asString())
                .isEqualTo("model-v1.onnx " + model.brief() + " is missing");
        assertThat(drill.get("steps").get(1).get("result").asString()).isEqualTo("skipped");
    }

    @Test
    void theDoctorOfAHealthyServerHasNothingThatFailed() throws Exception {
        becomesGood();
        did("drill", "run", SERVICE);

        var doctor = json("doctor", SERVICE, "-o", "json");

        assertThat(doctor.get("result").asString()).as(doctor.toString()).isEqualTo("warning");
        assertThat(verdicts(doctor, "ok"))
                .contains("server", "clock", "disk", "journal", "parts", "loads", "golden rows")
                .contains("drill");
        assertThat(verdicts(doctor, "warning")).containsExactlyInAnyOrder("notices", "way back");
    }

    @Test
    void drillsOutliveTheServer() throws Exception {
        becomesGood();
        did("drill", "run", SERVICE);
        server.close();
        server = started();

        assertThat(json("status", SERVICE, "-o", "json").get("lastDrill").get("drill").asString())
                .isEqualTo("D-1");
    }

    private void becomesGood() throws IOException {
        var row = new Tumour(Home.find()).rows().getFirst().request();
        try (var caller = new Caller(URI.create(server.predict()), SERVICE)) {
            Patience.until(
                    "r1 is good",
                    Duration.ofSeconds(60),
                    () -> {
                        assertThat(caller.ask(row).status()).isEqualTo(200);
                        return !json("status", SERVICE, "-o", "json").get("lastGood").isNull();
                    });
        }
    }

    private Running started() {
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
            case Outcome.Done<Running>(var running) -> running;
            case Outcome.Refused<Running>(var problem) ->
                    throw new AssertionError(problem.toString());
        };
    }

    private void flipOneBit(Digest digest) throws IOException {
        var file = blob(digest);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.write(file, bytes);
    }

    private Path blob(Digest digest) {
        return folder.resolve("data/releases/blobs/sha256").resolve(digest.hex());
    }

    private Set<String> storedDigests() throws IOException {
        var all = new HashSet<String>();
        try (Stream<Path> files = Files.list(folder.resolve("data/releases/blobs/sha256"))) {
            files.forEach(file -> all.add("sha256:" + file.getFileName()));
        }
        return all;
    }

    private static Set<String> digests(JsonNode evidence) {
        var all = new HashSet<String>();
        evidence.get("pieces").forEach(piece -> all.add(piece.get("digest").asString()));
        return all;
    }

    private static List<String> verdicts(JsonNode doctor, String verdict) {
        return doctor.get("findings")
                .valueStream()
                .filter(f -> f.get("verdict").asString().equals(verdict))
                .map(f -> f.get("check").asString())
                .toList();
    }

    private String did(String... words) {
        var told = told(words);
        assertThat(told.exit()).as(String.join(" ", words) + "\n" + told.text()).isZero();
        return told.text();
    }

    private Told told(String... words) {
        return Told.by(Map.of("NO_COLOR", "1", "LASTGOOD_URL", server.api()), folder, words);
    }

    private JsonNode json(String... words) {
        return json(0, words);
    }

    private JsonNode json(int exit, String... words) {
        var told = told(words);
        assertThat(told.exit()).as(told.text()).isEqualTo(exit);
        return new JsonMapper().readTree(told.text());
    }

    private String example(String name) {
        return folder.resolve("examples").resolve(name).toString();
    }

    /// A lock file is written beside them.
    private void copyExamples() throws IOException {
        var to = Files.createDirectory(folder.resolve("examples"));
        try (Stream<Path> files = Files.list(Home.find().example("tumour"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
