package lastgood.ledger.releases;

import static lastgood.core.port.Samples.TUMOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Stream;
import lastgood.core.port.Blobs;
import lastgood.core.port.Releases;
import lastgood.core.port.ReleasesContract;
import lastgood.core.release.Digest;
import lastgood.ledger.OpenLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OciReleasesTest extends ReleasesContract {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Releases open() throws IOException {
        return ledger.again().releases();
    }

    @Override
    protected void damage(Digest digest) throws IOException {
        flip(digest, Files.size(file(digest)) * 4);
    }

    @Test
    void aFlippedBitIsNoticedWhereverItIs() throws IOException {
        var releases = open();
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var content = new byte[40_000];
        random.nextBytes(content);
        var digest = releases.store(new ByteArrayInputStream(content));
        for (int i = 0; i < 300; i++) {
            long bit = random.nextLong(8L * content.length);
            flip(digest, bit);
            assertThatThrownBy(() -> releases.read(digest))
                    .as("seed %d, bit %d", seed, bit)
                    .isInstanceOf(Blobs.DamagedException.class);
            flip(digest, bit);
        }
        assertThat(releases.read(digest)).hasValue(content);
    }

    @Test
    void aBlobThatIsCutShortOrGrewIsNoticed() throws IOException {
        var releases = open();
        var digest = releases.store(in("whole"));
        allowWriting(digest);
        for (var other : new String[] {"", "whol", "wholes"}) {
            Files.writeString(file(digest), other);
            assertThatThrownBy(() -> releases.read(digest))
                    .isInstanceOf(Blobs.DamagedException.class);
        }
    }

    @Test
    void aBlobIsAFileThatNobodyWritesTo() throws IOException {
        var digest = open().store(in("model"));
        assertThat(Files.getPosixFilePermissions(file(digest)))
                .isEqualTo(PosixFilePermissions.fromString("r--------"));
    }

    @Test
    void whatACrashLeftHalfWrittenIsSweptAwayAndNothingElse() throws IOException {
        var made = make(open(), 1, "model");
        var before = files();
        Files.writeString(blobs().resolve(".new-123.tmp"), "half a mod");
        Files.writeString(layout().resolve(".new-456.tmp"), "{\"manifests");
        Files.writeString(layout().resolve("index.json"), "{\"manif");
        var releases = open();
        assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(releases.find(TUMOUR, made.id())).hasValue(made);
    }

    @Test
    void aStreamThatBreaksLeavesNoFile() throws IOException {
        var releases = open();
        var before = files();
        var broken =
                new java.io.InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        return read();
                    }
                };
        assertThatThrownBy(() -> releases.store(broken)).hasMessage("gone");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aReleaseWhoseFilesSomebodyDeletedIsStillListedAndSaysWhatIsMissing() throws IOException {
        var made = make(open(), 1, "model");
        var pieces = ledger.again().releases().pieces(made);
        for (var piece : pieces) {
            Files.delete(file(piece));
        }
        var releases = open();
        assertThat(releases.list(TUMOUR)).containsExactly(made);
        assertThat(releases.find(TUMOUR, made.id())).hasValue(made);
        for (var piece : pieces) {
            assertThat(releases.read(piece)).isEmpty();
        }
        assertThatThrownBy(() -> releases.remember(made))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'model'")
                .hasMessageContaining("is not stored");
        assertThat(make(releases, 1, "model").id()).isEqualTo(made.id());
        assertThat(releases.read(pieces.getLast())).isPresent();
    }

    private void flip(Digest digest, long bit) throws IOException {
        allowWriting(digest);
        byte[] content = Files.readAllBytes(file(digest));
        content[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
        Files.write(file(digest), content);
    }

    private void allowWriting(Digest digest) throws IOException {
        Files.setPosixFilePermissions(file(digest), PosixFilePermissions.fromString("rw-------"));
    }

    private java.util.List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(layout())) {
            return all.toList();
        }
    }

    private Path layout() {
        return ledger.data().resolve("releases");
    }

    private Path blobs() {
        return layout().resolve("blobs").resolve("sha256");
    }

    private Path file(Digest digest) {
        return blobs().resolve(digest.hex());
    }
}
