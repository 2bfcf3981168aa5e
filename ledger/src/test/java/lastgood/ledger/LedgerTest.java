package lastgood.ledger;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.Optional;
import lastgood.ledger.files.FolderLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerTest {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Test
    void aFolderIsMadeForItsOwnerOnly() throws IOException {
        ledger.again();
        assertThat(mode("")).isEqualTo("rwx------");
        assertThat(mode("secrets")).isEqualTo("rwx------");
        assertThat(mode("secrets/prediction.key")).isEqualTo("rw-------");
        assertThat(mode("releases")).isEqualTo("rwx------");
        assertThat(mode("vetoes")).isEqualTo("rwx------");
        assertThat(ledger.data().resolve("ledger.db")).exists();
    }

    @Test
    void theKeyIsDrawnOnceForEachFolder() throws IOException {
        byte[] key = ledger.again().predictionKey();
        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(ledger.again().predictionKey()).isEqualTo(key);
        assertThat(ledger.again().secrets().resolve("prediction.key")).hasBinaryContent(key);
        try (var other = Ledger.open(ledger.data().resolveSibling("other"))) {
            assertThat(other.predictionKey()).isNotEqualTo(key);
        }
    }

    @Test
    void aKeyThatIsMissingIsReplacedAndThatIsSaidWhereThereIsAHistory() throws IOException {
        assertThat(ledger.again().lostPredictionKey()).as("a new folder").isFalse();
        ledger.again().journal().append(TUMOUR, 0, created(1));
        assertThat(ledger.again().lostPredictionKey()).isFalse();
        ledger.close();
        Files.delete(ledger.data().resolve("secrets/prediction.key"));
        assertThat(ledger.again().lostPredictionKey()).isTrue();
        assertThat(ledger.again().lostPredictionKey()).as("said once").isFalse();
    }

    @Test
    void aKeyThatOthersCouldReadIsTheirsNoMore() throws IOException {
        ledger.again();
        Files.setPosixFilePermissions(
                ledger.data().resolve("secrets/prediction.key"),
                PosixFilePermissions.fromString("rw-r--r--"));
        ledger.again();
        assertThat(mode("secrets/prediction.key")).isEqualTo("rw-------");
    }

    @Test
    void aCutKeyIsNotReplaced() throws IOException {
        ledger.again();
        ledger.close();
        Files.write(ledger.data().resolve("secrets/prediction.key"), new byte[7]);
        assertThatThrownBy(ledger::again).hasMessageContaining("7 bytes");
    }

    @Test
    void aSecondOpenerInTheSameProcessIsRefused() throws IOException {
        ledger.again();
        assertThatThrownBy(() -> Ledger.open(ledger.data()))
                .isInstanceOf(FolderLock.TakenException.class)
                .hasMessageContaining("by process " + ProcessHandle.current().pid());
        ledger.again().journal().append(TUMOUR, 0, created(1));
    }

    @Test
    void aSecondProcessIsRefusedAndToldWhoHasTheFolder() throws Exception {
        ledger.again();
        assertThatThrownBy(() -> Ledger.open(ledger.data()))
                .as("this must not give the lock away")
                .isInstanceOf(FolderLock.TakenException.class);
        try (var child = Child.run(Opener.class, ledger.data().toString())) {
            assertThat(child.line().orElse(""))
                    .contains("is in use by process " + ProcessHandle.current().pid())
                    .contains(ledger.data().toString());
        }
    }

    @Test
    void theFolderIsFreeOnceItsProcessIsDead() throws Exception {
        try (var child = Child.run(Opener.class, ledger.data().toString())) {
            assertThat(child.line()).hasValue("open");
            assertThatThrownBy(ledger::again)
                    .isInstanceOf(FolderLock.TakenException.class)
                    .hasMessageContaining("by process " + child.pid());
            child.kill();
            assertThat(ledger.again().journal().services()).isEmpty();
        }
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        var first = ledger.again();
        first.close();
        first.close();
        ledger.again();
        assertThatThrownBy(() -> Ledger.open(ledger.data()))
                .isInstanceOf(FolderLock.TakenException.class);
    }

    @Test
    void aFolderOfANewerVersionIsRefusedAndFreeAgain() throws Exception {
        ledger.again().journal().append(TUMOUR, 0, created(1));
        ledger.close();
        int own = version();
        setVersion(99);
        assertThatThrownBy(ledger::again).hasMessageContaining("newer lastgood");
        setVersion(own);
        assertThat(ledger.again().journal().read(TUMOUR)).containsExactly(created(1));
    }

    @Test
    void aFileInTheFoldersPlaceIsRefused() throws IOException {
        Files.createFile(ledger.data());
        assertThatThrownBy(ledger::again).isInstanceOf(IOException.class);
    }

    private int version() throws Exception {
        var file = ledger.data().resolve("ledger.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private void setVersion(int version) throws Exception {
        var file = ledger.data().resolve("ledger.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(ledger.data().resolve(path)));
    }

    /// Opens a ledger and holds it until it is ended.
    static final class Opener {
        public static void main(String[] args) throws Exception {
            try (var ledger = Ledger.open(Path.of(args[0]))) {
                System.out.println(ledger.journal().services().isEmpty() ? "open" : "not empty");
                new java.util.concurrent.CountDownLatch(1).await();
            } catch (FolderLock.TakenException e) {
                System.out.println(Optional.ofNullable(e.getMessage()).orElse(""));
            }
        }
    }
}
