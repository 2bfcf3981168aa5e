package lastgood.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir Path folder;

    @Test
    void everyCommitIsForcedToTheDisk() throws IOException {
        try (var database = Database.open(file())) {
            assertThat(asked(database, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(asked(database, "PRAGMA synchronous")).as("2 is FULL").isEqualTo("2");
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedAndNotTouched() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE marvels (x)");
            statement.execute("PRAGMA user_version = 99");
        }
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> Database.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer lastgood")
                .hasMessageContaining("version 99")
                .hasMessageContaining("Nothing was changed");
        assertThat(file()).hasBinaryContent(before);
        assertThat(folder).isDirectoryNotContaining("glob:**-wal");
    }

    @Test
    void whatIsNoDatabaseIsRefusedAndNotTouched() throws IOException {
        Files.writeString(file(), "a letter to my grandmother, long enough to look like a page");
        assertThatThrownBy(() -> Database.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open");
        assertThat(file()).content().startsWith("a letter");
    }

    @Test
    void aTransactionThatFailsLeavesNothingAndTheNextOneWorks() throws IOException {
        try (var database = Database.open(file())) {
            assertThatThrownBy(() ->
                            database.write(t -> {
                                put(t, "half");
                                throw new SQLException("the disk is gone");
                            }))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the disk is gone");
            assertThat(database.read(DatabaseTest::size)).isZero();
            assertThatThrownBy(() -> database.write(t -> t.run("INSERT INTO nowhere VALUES (1)")))
                    .isInstanceOf(IOException.class);
            database.write(t -> put(t, "whole"));
            assertThat(database.read(DatabaseTest::size)).isOne();
        }
    }

    @Test
    void aStatementThatFailedOnceWorksAgain() throws IOException {
        try (var database = Database.open(file())) {
            database.write(t -> put(t, "there"));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> database.write(t -> put(t, "there")))
                        .isInstanceOf(IOException.class);
            }
            database.write(t -> put(t, "elsewhere"));
            assertThat(database.read(DatabaseTest::size)).isEqualTo(2);
        }
    }

    @Test
    void aReaderCannotWrite() throws IOException {
        try (var database = Database.open(file())) {
            assertThatThrownBy(() -> database.read(t -> put(t, "sly")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void closedAndOpenedAgainItIsOneFile() throws IOException {
        try (var database = Database.open(file())) {
            database.write(t -> put(t, "kept"));
        }
        assertThat(folder).isDirectoryNotContaining("glob:**-wal");
        try (var database = Database.open(file())) {
            assertThat(database.read(DatabaseTest::size)).isOne();
        }
    }

    private Path file() {
        return folder.resolve("ledger.db");
    }

    private static int put(Transaction transaction, String service) throws SQLException {
        return transaction.run("INSERT INTO journal VALUES (?, 0, 'entry')", service);
    }

    private static int size(Transaction transaction) throws SQLException {
        return transaction.first("SELECT count(*) FROM journal", r -> r.getInt(1)).orElseThrow();
    }

    private static String asked(Database database, String question) throws IOException {
        return database.write(t -> t.first(question, row -> row.getString(1))).orElseThrow();
    }
}
