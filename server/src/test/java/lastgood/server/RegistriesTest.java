package lastgood.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.problem.Outcome;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Caller;
import lastgood.server.soak.client.Home;
import lastgood.testing.RegistryServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Two whole servers, each with a data folder of its own, and a real registry between them; everything by the command line.
class RegistriesTest {
    private static final String SERVICE = "tumour-classifier";

    @TempDir private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private RegistryServer registry;
    private Running here;
    private Running there;

    @BeforeEach
    void start() throws IOException {
        copyExamples();
        registry = RegistryServer.start(folder.resolve("registry"));
        open.add(registry);
        here = server("here", false);
        there = server("there", true);
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void aSignedReleaseIsPushedPulledRolledOutAndAnswersTheSame() throws Exception {
        var ref = registry.ref("models/tumour:r1").toString();
        run(folder, "key", "init", "alice");
        did(here, "apply", "-f", example("features-v1.component.yaml"));
        did(here, "apply", "-f", example("service.yaml"));
        did(here, "release", "create", "-f", example("r1.release.yaml"));
        did(here, "release", "sign", SERVICE, "r1", "--key", "alice");

        var pushed = did(here, "release", "push", SERVICE, "r1", ref);
        var pulled = did(there, "release", "pull", ref);

        assertThat(pushed).contains("is at " + ref);
        assertThat(pulled).contains("Created " + SERVICE + " r1", "Signatures that came along: 1");
        var original = json(here, "release", "show", SERVICE, "r1", "-o", "json");
        var arrived = json(there, "release", "show", SERVICE, "r1", "-o", "json");
        for (var field : List.of("digest", "label", "parts", "requires", "evidence")) {
            assertThat(arrived.get(field)).as(field).isEqualTo(original.get(field));
        }
        var digest = original.get("digest").asString().substring("sha256:".length());
        assertThat(blob("there", digest))
                .hasBinaryContent(Files.readAllBytes(blob("here", digest)));
        assertThat(did(there, "component", "list")).contains("tumour-features@v1");

        did(there, "apply", "-f", example("service.yaml"));
        var unsigned = told(there, "rollout", "start", SERVICE, "r1", "--yes");
        assertThat(unsigned.exit()).isEqualTo(5);
        assertThat(unsigned.text()).contains("LG-2101", "by no key that is trusted");

        Files.copy(folder.resolve("alice.pub"), folder.resolve("there/trust/alice.pub"));
        assertThat(did(there, "release", "verify", SERVICE, "r1")).contains("signed by alice");
        did(there, "rollout", "start", SERVICE, "r1", "--yes");
        did(here, "rollout", "start", SERVICE, "r1", "--yes");
        assertThat(answer(there)).isEqualTo(answer(here)).contains("outputs");

        var again = did(there, "release", "pull", ref);
        assertThat(again).contains("Already there " + SERVICE + " r1");
    }

    /// The model's file is not on this machine any more; the registry has it, in the CNCF's form.
    @Test
    void aReleaseIsMadeOfAModelThatLiesInARegistry() throws Exception {
        var ref = registry.ref("models/tumour:r1").toString();
        for (var server : List.of(here, there)) {
            did(server, "apply", "-f", example("features-v1.component.yaml"));
        }
        did(here, "release", "create", "-f", example("r1.release.yaml"));
        did(here, "release", "push", SERVICE, "r1", ref);
        Files.delete(Path.of(example("model-v1.onnx")));

        did(
                there,
                "release",
                "create",
                "-f",
                example("r1.release.yaml"),
                "--from-modelpack",
                ref + "-modelpack");

        assertThat(json(there, "release", "show", SERVICE, "r1", "-o", "json").get("digest"))
                .isEqualTo(
                        json(here, "release", "show", SERVICE, "r1", "-o", "json").get("digest"));
    }

    @Test
    void aPullFromNowhereLeavesTheServerAsItWas() throws Exception {
        var before = layout("there");

        var refused = told(there, "release", "pull", registry.ref("models/tumour:r9").toString());

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.text()).contains("LG-2004");
        assertThat(layout("there")).isEqualTo(before);
        assertThat(json(there, "status", "-o", "json")).isEmpty();
    }

    @Test
    void aRegistryThatIsNotThereIsNamed() {
        var refused = told(there, "release", "pull", "nobody.invalid:5000/models/tumour:r1");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text()).contains("LG-2001", "nobody.invalid:5000");
    }

    private Running server(String name, boolean signaturesRequired) {
        var config =
                new Config(
                        folder.resolve(name),
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        Optional.empty(),
                        signaturesRequired,
                        Optional.empty());
        return switch (Wiring.start(config)) {
            case Outcome.Done<Running>(var server) -> {
                open.add(server);
                yield server;
            }
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

    private static void run(Path folder, String... words) {
        assertThat(Told.by(Map.of(), folder, words).exit()).isZero();
    }

    private tools.jackson.databind.JsonNode json(Running server, String... words) {
        return new JsonMapper().readTree(did(server, words));
    }

    private String answer(Running server) throws IOException {
        try (var caller = new Caller(java.net.URI.create(server.predict()), SERVICE)) {
            var answer = caller.ask(new Tumour(Home.find()).rows().getFirst().request());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.release()).isEqualTo("r1");
            var body = new JsonMapper().readTree(new String(answer.body(), StandardCharsets.UTF_8));
            return "outputs " + body.get("outputs");
        }
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

    private Path blob(String server, String hex) {
        return folder.resolve(server).resolve("releases/blobs/sha256").resolve(hex);
    }

    private List<String> layout(String server) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(server).resolve("releases"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
