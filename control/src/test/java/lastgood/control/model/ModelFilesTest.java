package lastgood.control.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.Samples;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Requires;
import org.junit.jupiter.api.Test;

class ModelFilesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    private final MemoryReleases releases = new MemoryReleases();
    private final ModelFiles files = new ModelFiles(releases);

    @Test
    void aModelSaysItsOpsetsItsFormAndWhoWroteIt() throws IOException {
        var release = release(model(8, "skl2onnx", "1.17.0", Map.of("", 17L, "ai.onnx.ml", 3L)));

        assertThat(files.lines(release))
                .isEqualTo(
                        Map.of(
                                "ir", "8",
                                "opset", "ai.onnx 17, ai.onnx.ml 3",
                                "producer", "skl2onnx 1.17.0"));
    }

    @Test
    void whatAModelDoesNotSayIsLeftOut() throws IOException {
        assertThat(files.lines(release(model(7, "", "", Map.of("", 12L)))))
                .isEqualTo(Map.of("ir", "7", "opset", "ai.onnx 12"));
    }

    @Test
    void bytesThatAreNoModelAreSaidToBeNone() throws IOException {
        assertThat(files.lines(release(Samples.bytes("no model at all"))).toString())
                .contains("not known: it is no ONNX file");
    }

    @Test
    void aFileThatIsGoneIsNotKnown() {
        var lines = files.lines(of(Samples.blob("never stored")));

        assertThat(lines.toString()).contains("opset=not known: its bytes are not stored");
    }

    @Test
    void aFileThatIsCutOffIsNoModel() throws IOException {
        var whole = model(8, "skl2onnx", "1.17.0", Map.of("", 17L));
        var inOpset = Arrays.copyOf(whole, whole.length - 1);
        assertThatThrownBy(() -> OnnxHead.of(new ByteArrayInputStream(inOpset)))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void everyModelOfTheExamplesSaysItsOpset() throws IOException {
        try (var found = Files.walk(EXAMPLES, 2)) {
            var models = found.filter(file -> file.toString().endsWith(".onnx")).toList();
            assertThat(models).hasSizeGreaterThan(5);
            for (var model : models) {
                assertThat(files.lines(release(Files.readAllBytes(model))).get("opset"))
                        .as(model.toString())
                        .matches("ai\\.onnx \\d+(, .+)?|.+, ai\\.onnx \\d+(, .+)?");
            }
        }
    }

    @Test
    void groupsWithinGroupsWithoutEndAreNoModel() throws IOException {
        var groups = new byte[1_000_000];
        Arrays.fill(groups, (byte) (15 << 3 | 3));

        assertThat(files.lines(release(groups)).toString())
                .contains("not known: it is no ONNX file");
    }

    @Test
    void aGroupThatEndsBeforeItBeginsIsNoModel() throws IOException {
        assertThat(files.lines(release(new byte[] {1 << 3 | 4})).toString())
                .contains("not known: it is no ONNX file");
    }

    @Test
    void nothingThatIsCutOffOrAlteredBreaksIt() throws IOException {
        var model = Files.readAllBytes(EXAMPLES.resolve("sql-features/credit.onnx"));
        for (int length = 0; length < model.length; length++) {
            readsOrRefuses(Arrays.copyOf(model, length));
        }
        var random = new Random(4711);
        for (int i = 0; i < 20_000; i++) {
            var altered = model.clone();
            for (int bytes = 1 + random.nextInt(4); bytes > 0; bytes--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            }
            readsOrRefuses(altered);
        }
    }

    /// Anything else that is thrown fails the test.
    private static void readsOrRefuses(byte[] bytes) throws IOException {
        try {
            assertThat(OnnxHead.of(new ByteArrayInputStream(bytes)).lines()).isNotNull();
        } catch (InvalidProtocolBufferException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private Release release(byte[] model) throws IOException {
        var digest = releases.store(new ByteArrayInputStream(model));
        return of(new Blob("model.onnx", digest, model.length));
    }

    private static Release of(Blob model) {
        return new Release(
                new ServiceName("wine"),
                new ReleaseId(1, model.digest()),
                new Manifest(Samples.parts(model), Requires.NOTHING),
                Optional.empty(),
                new TreeMap<>(),
                Samples.evidence(),
                Samples.NOON,
                Samples.ALICE);
    }

    /// As `onnx.proto` numbers its fields; the opsets come last.
    private static byte[] model(long ir, String producer, String version, Map<String, Long> opsets)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        out.writeInt64(1, ir);
        if (!producer.isEmpty()) {
            out.writeString(2, producer);
            out.writeString(3, version);
        }
        out.writeByteArray(7, new byte[100_000]); // a graph
        for (var opset : new TreeMap<>(opsets).entrySet()) {
            var inner = new ByteArrayOutputStream();
            var in = CodedOutputStream.newInstance(inner);
            in.writeString(1, opset.getKey());
            in.writeInt64(2, opset.getValue());
            in.flush();
            out.writeByteArray(8, inner.toByteArray());
        }
        out.flush();
        return bytes.toByteArray();
    }
}
