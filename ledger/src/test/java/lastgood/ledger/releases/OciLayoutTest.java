package lastgood.ledger.releases;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.port.Releases;
import lastgood.core.port.Samples;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Schema;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;
import lastgood.ledger.OpenLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The folder is what the OCI image layout says it must be, so that any registry's tools can read it.
class OciLayoutTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    /// The digest is what a hold is put on: the same stack must have it whichever version of this program seals it.
    @Test
    void theDocumentsOfAReleaseAreTheSameForAllTimes() throws IOException {
        var releases = ledger.again().releases();
        var digest = seal(releases, everything());
        var manifest = text(releases, digest);
        assertThat(manifest + "\n").isEqualTo(expected("manifest.json"));
        var config = Digest.parse(JSON.readTree(manifest).at("/config/digest").stringValue());
        assertThat(text(releases, config) + "\n").isEqualTo(expected("config.json"));
        assertThat(digest)
                .isEqualTo(
                        Digest.parse(
                                "sha256:5b14443bb9f5880ba35802db4901da808cd83203d6cc07c743adb973243fc0cf"));
    }

    @Test
    void everyManifestLeadsToBlobsThatAreThere() throws IOException {
        var releases = ledger.again().releases();
        remember(releases, TUMOUR, 1, everything(), Optional.of(blob("golden rows")));
        remember(releases, TUMOUR, 2, Samples.manifest(blob("model")), Optional.empty());
        remember(releases, WINE, 1, Samples.manifest(blob("model")), Optional.empty());
        assertThat(layout().resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
        var index = JSON.readTree(Files.readString(layout().resolve("index.json")));
        assertThat(index.at("/schemaVersion").intValue()).isEqualTo(2);
        for (var descriptor : index.path("manifests")) {
            var manifest = JSON.readTree(pointedTo(descriptor));
            assertThat(manifest.at("/schemaVersion").intValue()).isEqualTo(2);
            assertThat(manifest.at("/mediaType")).isEqualTo(descriptor.path("mediaType"));
            assertThat(manifest.at("/artifactType")).isEqualTo(descriptor.path("artifactType"));
            pointedTo(manifest.path("config"));
            assertThat(manifest.path("layers")).isNotEmpty();
            for (var layer : manifest.path("layers")) {
                pointedTo(layer);
            }
        }
        assertThat(names(index)).containsExactly("tumour:r1", "tumour:r2", "wine:r1");
    }

    @Test
    void theEvidenceRefersToItsRelease() throws IOException {
        var releases = ledger.again().releases();
        var release = remember(releases, TUMOUR, 1, everything(), Optional.of(blob("golden rows")));
        var index = JSON.readTree(Files.readString(layout().resolve("index.json")));
        var evidence = JSON.readTree(pointedTo(index.at("/manifests/1")));
        assertThat(evidence.at("/subject/digest").stringValue())
                .isEqualTo(release.id().digest().toString());
        assertThat(evidence.at("/layers/0/digest").stringValue())
                .isEqualTo(blob("golden rows").digest().toString());
    }

    private static Release remember(
            Releases releases,
            ServiceName service,
            int number,
            Manifest manifest,
            Optional<Blob> golden)
            throws IOException {
        if (golden.isPresent()) {
            store(releases, golden.get());
        }
        var release =
                new Release(
                        service,
                        new ReleaseId(number, seal(releases, manifest)),
                        manifest,
                        Optional.empty(),
                        new TreeMap<>(),
                        new OfflineEvidence(
                                Optional.empty(),
                                new TreeMap<>(),
                                golden,
                                false,
                                Optional.empty(),
                                List.of()),
                        NOON,
                        Actor.SERVER);
        releases.remember(release);
        return release;
    }

    private static Digest seal(Releases releases, Manifest manifest) throws IOException {
        for (var graph : manifest.parts().graphs()) {
            store(releases, graph);
        }
        return releases.seal(manifest);
    }

    private static void store(Releases releases, Blob blob) throws IOException {
        releases.store(new ByteArrayInputStream(bytes(blob.name())));
    }

    /// A release in which nothing is left out.
    private static Manifest everything() {
        var column =
                new Column(
                        "mean radius",
                        Optional.of("µm"),
                        Optional.of(-0.5),
                        Optional.of(1e21),
                        List.of("a", "b"),
                        true);
        var input = new TensorSpec("X", Datatype.FP32, List.of(-1L, 1L), List.of(column));
        var output = new TensorSpec("label", Datatype.INT64, List.of(-1L), List.of());
        var parts =
                new Parts(
                        new Parts.Model(blob("model")),
                        new Parts.Features.Shared(new ComponentId("table", "v2"), blob("features")),
                        new Parts.Preprocessing.Graph(blob("preprocessing")),
                        new Schema(List.of(input), List.of(output)),
                        new Parts.Runtime(
                                "onnxruntime", Optional.of("1.29"), 2, Optional.of("256Mi")),
                        new Parts.Config(
                                Duration.ofMillis(1500),
                                .75,
                                Optional.of(16),
                                new TreeMap<>(Map.of("b.c", "[1,2]", "a", "\"ż\""))));
        return new Manifest(
                parts, new Requires(new TreeMap<>(Map.of("table", List.of("v1", "v2")))));
    }

    private String pointedTo(JsonNode descriptor) throws IOException {
        var digest = Digest.parse(descriptor.path("digest").stringValue());
        byte[] content =
                Files.readAllBytes(
                        layout().resolve("blobs").resolve("sha256").resolve(digest.hex()));
        assertThat(Digest.of(content)).isEqualTo(digest);
        assertThat(descriptor.path("size").intValue()).isEqualTo(content.length);
        assertThat(descriptor.path("mediaType").stringValue()).contains("/");
        return new String(content, StandardCharsets.UTF_8);
    }

    private static Stream<String> names(JsonNode index) {
        return index.path("manifests")
                .valueStream()
                .map(m -> m.at("/annotations/org.opencontainers.image.ref.name").asString(""))
                .filter(name -> !name.isEmpty());
    }

    private static String text(Releases releases, Digest digest) throws IOException {
        return new String(releases.read(digest).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static String expected(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/release").resolve(name));
    }

    private Path layout() {
        return ledger.data().resolve("releases");
    }
}
