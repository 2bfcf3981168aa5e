package lastgood.ledger.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Snapshots;
import lastgood.core.port.SnapshotsContract;
import lastgood.ledger.files.Durable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two files that take turns. Whatever happens to one of them, the other counts.
class SnapshotFilesTest extends SnapshotsContract {
    @TempDir private Path data;

    @Override
    protected Snapshots open() {
        return new SnapshotFiles(folder());
    }

    @Test
    void aFileThatWasCutOffAnywhereIsNotReadAndTheOneBeforeIs() throws IOException {
        var newest = twoWritten();
        byte[] whole = Files.readAllBytes(newest);
        for (int length = 0; length < whole.length; length++) {
            Files.write(newest, Arrays.copyOf(whole, length));
            isTheFirst("cut off after " + length);
        }
        Files.write(newest, Arrays.copyOf(whole, whole.length + 1));
        isTheFirst("one byte longer");
        Files.write(newest, whole);
        assertThat(open().newest().snapshot()).contains(snapshot(2));
    }

    @Test
    void anyFlippedBitIsNoticedAndTheOneBeforeIsRead() throws IOException {
        var newest = twoWritten();
        byte[] whole = Files.readAllBytes(newest);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(newest, flipped);
            isTheFirst("bit " + bit);
        }
    }

    @Test
    void whereBothAreDamagedThereIsNoneAndBothAreNamed() throws IOException {
        twoWritten();
        for (var name : new String[] {"a.snapshot", "b.snapshot"}) {
            byte[] bytes = Files.readAllBytes(folder().resolve(name));
            bytes[bytes.length / 2] ^= 4;
            Files.write(folder().resolve(name), bytes);
        }

        var found = open().newest();

        assertThat(found.snapshot()).isEmpty();
        assertThat(found.faults())
                .satisfiesExactly(
                        a -> assertThat(a).contains("a.snapshot: its checksum is wrong"),
                        b -> assertThat(b).contains("b.snapshot: its checksum is wrong"));
        open().write(snapshot(3));
        assertThat(open().newest().snapshot()).contains(snapshot(3));
        open().write(snapshot(4));
        assertThat(open().newest().snapshot()).contains(snapshot(4));
    }

    @Test
    void whatIsWrittenNextTakesThePlaceOfWhatIsDamagedNotOfWhatIsWhole() throws IOException {
        var newest = twoWritten();
        Files.write(newest, new byte[] {1, 2, 3});

        open().write(snapshot(3));

        assertThat(open().newest()).isEqualTo(found(3));
        Files.delete(newest);
        assertThat(open().newest().snapshot()).contains(snapshot(1));
    }

    @Test
    void oneThatANewerVersionWroteIsRefusedInWordsAndTheOneBeforeIsRead() throws IOException {
        var newest = twoWritten();
        var ours = Sealed.read(Files.readAllBytes(newest));
        Files.write(
                newest,
                new Sealed(SnapshotForm.VERSION + 1, ours.generation(), "{\"v\":2}").bytes());

        var found = open().newest();

        assertThat(found.snapshot()).contains(snapshot(1));
        assertThat(found.faults())
                .singleElement()
                .asString()
                .endsWith("it is written in form 2 by a newer lastgood; this one reads form 1");
        // What is served from now on is newer than that, also to whoever wrote it.
        open().write(snapshot(3));
        assertThat(Sealed.read(Files.readAllBytes(newest)).generation())
                .isGreaterThan(ours.generation());
        assertThat(open().newest()).isEqualTo(found(3));
    }

    @Test
    void whatHasTheRightSumAndIsNoSnapshotIsRefusedInWords() throws IOException {
        var newest = twoWritten();
        for (var text :
                new String[] {"", "null", "[]", "{}", "{\"v\":1}", "{\"v\":1,\"at\":7}", "é"}) {
            Files.write(newest, new Sealed(SnapshotForm.VERSION, 99, text).bytes());
            isTheFirst(text);
        }
    }

    @Test
    void whereADiskBreaksOffTheOneBeforeIsStillThere() throws IOException {
        var first = new SnapshotFiles(folder());
        first.write(snapshot(1));
        first.write(snapshot(2));
        var torn =
                new SnapshotFiles(
                        folder(),
                        (file, bytes) -> {
                            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                            throw new IOException("no space left on device");
                        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> torn.write(snapshot(3))).isInstanceOf(IOException.class);
            assertThat(open().newest().snapshot()).contains(snapshot(2));
        }
    }

    @Test
    void whatACrashLeftBesideThemIsNotTakenForOne() throws IOException {
        twoWritten();
        Files.write(Durable.temporary(folder()), new byte[100]);

        assertThat(open().newest()).isEqualTo(found(2));
    }

    @Test
    void aFolderInThePlaceOfAFileIsAFaultAndNoFailure() throws IOException {
        open().write(snapshot(1));
        Files.createDirectory(folder().resolve("b.snapshot"));

        assertThat(open().newest().snapshot()).contains(snapshot(1));
        assertThatThrownBy(() -> open().write(snapshot(2))).isInstanceOf(IOException.class);
        assertThat(open().newest().snapshot()).contains(snapshot(1));
    }

    /// @return the file of the newer one
    private Path twoWritten() throws IOException {
        open().write(snapshot(1));
        open().write(snapshot(2));
        return folder().resolve("b.snapshot");
    }

    private void isTheFirst(String what) {
        var found = open().newest();
        assertThat(found.snapshot()).as(what).contains(snapshot(1));
        assertThat(found.faults())
                .as(what)
                .singleElement()
                .asString()
                .startsWith(folder().resolve("b.snapshot") + ": ");
    }

    private static Snapshots.Found found(long epoch) {
        return new Snapshots.Found(Optional.of(snapshot(epoch)), List.of());
    }

    private Path folder() {
        return data.resolve("gateway");
    }
}
