package lastgood.oci;

import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lastgood.core.port.RegistryContract;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.RegistryRef;
import lastgood.oci.client.Document;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Logins;
import lastgood.oci.client.Repository;
import lastgood.testing.RegistryServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Models in the CNCF's form, made by others, and ours as others see them; in a real registry.
class ModelPackTest {
    private static final Logins NOBODY = new Logins(Map.of());

    @TempDir private Path folder;
    private Stores stores;
    private RegistryServer server;
    private Releases here;

    @BeforeEach
    void start() throws IOException {
        stores = new Stores(folder);
        here = stores.open();
        server = RegistryServer.start(folder.resolve("registry"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        stores.close();
    }

    @Test
    void whatIsPushedIsAModelPackToThoseWhoSpeakIt() throws Exception {
        registry().push(RegistryContract.full(here), server.ref("m/tumour:r1"));

        var json = new JsonMapper();
        try (var repository = repository()) {
            var manifest = json.readTree(repository.document("r1-modelpack").bytes());
            assertThat(manifest.get("artifactType").asString())
                    .isEqualTo("application/vnd.cncf.model.manifest.v1+json");
            assertThat(manifest.get("config").get("mediaType").asString())
                    .isEqualTo("application/vnd.cncf.model.config.v1+json");
            var layer = manifest.get("layers").get(0);
            assertThat(manifest.get("layers")).hasSize(1);
            assertThat(layer.get("mediaType").asString())
                    .isEqualTo("application/vnd.cncf.model.weight.v1.raw");
            assertThat(layer.get("annotations").get("org.cncf.model.filepath").asString())
                    .isEqualTo("model");
            assertThat(layer.get("digest").asString()).isEqualTo(blob("model").digest().toString());

            var config = manifest.get("config");
            try (var bytes =
                    repository.blob(
                            Digest.parse(config.get("digest").asString()),
                            config.get("size").longValue())) {
                assertThat(new String(bytes.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(
                                "{\"config\":{\"format\":\"onnx\"},\"descriptor\":{\"name\":\"tumour\",\"version\":\"logreg-v1\"},\"modelfs\":{\"diffIds\":[\""
                                        + blob("model").digest()
                                        + "\"],\"type\":\"layers\"}}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "tar", "tar+gzip"})
    void theWeightsOfAnotherToolsModelAreTaken(String form) throws Exception {
        put(
                "v7",
                layer(
                        form,
                        "deep/model-v7.onnx",
                        packed(form, "deep/model-v7.onnx", "the weights")));

        var taken = registry().model(server.ref("m/tumour:v7"), "anything.onnx");

        var weights = bytes("the weights");
        assertThat(taken)
                .isEqualTo(
                        Outcome.done(
                                new Blob("model-v7.onnx", Digest.of(weights), weights.length)));
        assertThat(here.read(Digest.of(weights))).hasValue(weights);
    }

    @Test
    void ofSeveralWeightsTheOneOfThatNameIsTaken() throws Exception {
        put(
                "v7",
                layer("raw", "a/one.onnx", bytes("one")),
                layer("raw", "a/two.onnx", bytes("two")));

        assertThat(registry().model(server.ref("m/tumour:v7"), "models/two.onnx"))
                .isEqualTo(Outcome.done(new Blob("two.onnx", Digest.of(bytes("two")), 3)));
        assertThat(problem("v7", "three.onnx").why().toString()).contains("a/one.onnx, a/two.onnx");
    }

    @Test
    void whatHasNoWeightsToTakeIsRefusedWithTheReason() throws Exception {
        put("none");
        put("zstd", layer("tar+zstd", "m.onnx", bytes("zzz")));
        put("no-tar", layer("tar", "m.onnx", bytes("x".repeat(2048))));
        put("other", layer("tar", "m.onnx", packed("tar", "readme.txt", "hello")));
        put("no-gzip", layer("tar+gzip", "m.onnx", bytes("x".repeat(2048))));
        var whole = packed("tar", "m.onnx", "y".repeat(5_000));
        put("cut", layer("tar", "m.onnx", java.util.Arrays.copyOf(whole, 2_000)));
        registry().push(RegistryContract.plain(here, "model"), server.ref("m/tumour:r1"));

        assertThat(problem("none", "m.onnx").why().toString()).contains("no weights");
        assertThat(problem("zstd", "m.onnx").why().toString()).contains("tar+zstd");
        assertThat(problem("no-tar", "m.onnx").why().toString()).contains("no tar archive");
        assertThat(problem("other", "m.onnx").why().toString())
                .contains("no file that is called m.onnx");
        for (var tag : new String[] {"none", "zstd", "no-tar", "other", "no-gzip", "cut"}) {
            assertThat(problem(tag, "m.onnx").code()).isEqualTo(Code.NOT_A_RELEASE);
        }
    }

    /// Whatever its names say, they are never used as paths.
    @Test
    void anArchiveThatWantsToWriteElsewhereWritesNowhere() throws Exception {
        put("v7", layer("tar", "../../../m.onnx", packed("tar", "../../../m.onnx", "evil")));

        var taken = registry().model(server.ref("m/tumour:v7"), "m.onnx");

        assertThat(taken).isEqualTo(Outcome.done(new Blob("m.onnx", Digest.of(bytes("evil")), 4)));
        assertThat(folder.resolve("../m.onnx")).doesNotExist();
    }

    @Test
    void anArchiveThatUnpacksWithoutEndIsGivenUp() throws Exception {
        var zeros = new byte[8 << 20];
        put(
                "bomb",
                layer(
                        "tar+gzip",
                        "m.onnx",
                        packed(
                                "tar+gzip",
                                "m.onnx",
                                new String(zeros, StandardCharsets.ISO_8859_1))));
        var small =
                new Limits(
                        Limits.DEFAULT.connect(),
                        Limits.DEFAULT.silence(),
                        Limits.DEFAULT.whole(),
                        4 << 20,
                        1 << 20,
                        64);

        var refused =
                new OciRegistry(here, NOBODY, small).model(server.ref("m/tumour:bomb"), "m.onnx");

        assertThat(problem(refused).why().toString()).contains("over 1048576 bytes");
    }

    private OciRegistry registry() {
        return new OciRegistry(here, NOBODY, Limits.DEFAULT);
    }

    private Repository repository() {
        return Repository.open(server.ref("m/tumour:x"), NOBODY, Limits.DEFAULT);
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares layers
    private record Layer(String json, byte[] bytes) {}

    private static Layer layer(String form, String file, byte[] bytes) {
        return new Layer(
                "{\"mediaType\":\"application/vnd.cncf.model.weight.v1.%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"org.cncf.model.filepath\":\"%s\"}}"
                        .formatted(form, Digest.of(bytes), bytes.length, file),
                bytes);
    }

    /// By the `tar` that every machine has.
    private byte[] packed(String form, String file, String content) throws Exception {
        if (form.equals("raw")) {
            return bytes(content);
        }
        var home = Files.createTempDirectory(folder, "packed");
        Files.write(home.resolve("content"), content.getBytes(StandardCharsets.ISO_8859_1));
        var process =
                new ProcessBuilder(
                                "tar",
                                "--format=ustar",
                                "-P",
                                "--transform=s,^content$," + file + ",",
                                form.endsWith("gzip") ? "-czf" : "-cf",
                                "out",
                                "content")
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Files.readAllBytes(home.resolve("out"));
    }

    private void put(String tag, Layer... layers) throws IOException {
        var config =
                bytes(
                        "{\"descriptor\":{},\"config\":{},\"modelfs\":{\"type\":\"layers\",\"diffIds\":[]}}");
        var listed = java.util.Arrays.stream(layers).map(Layer::json).toList();
        var manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"application/vnd.cncf.model.manifest.v1+json\",\"config\":{\"mediaType\":\"application/vnd.cncf.model.config.v1+json\",\"digest\":\"%s\",\"size\":%d},\"layers\":[%s]}"
                        .formatted(
                                Document.MANIFEST,
                                Digest.of(config),
                                config.length,
                                String.join(",", listed));
        try (var repository = repository()) {
            send(repository, config);
            for (var layer : layers) {
                send(repository, layer.bytes());
            }
            repository.put(tag, new Document(bytes(manifest), Document.MANIFEST));
        }
    }

    private static void send(Repository repository, byte[] bytes) throws IOException {
        repository.upload(Digest.of(bytes), bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    private Problem problem(String tag, String file) throws IOException {
        RegistryRef ref = server.ref("m/tumour:" + tag);
        return problem(registry().model(ref, file));
    }

    private static Problem problem(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?>(var problem)) {
            return problem;
        }
        throw new AssertionError("not refused: " + outcome);
    }
}
