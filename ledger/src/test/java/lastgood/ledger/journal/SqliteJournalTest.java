package lastgood.ledger.journal;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.created;
import static lastgood.core.port.Samples.releaseId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import lastgood.core.port.Journal;
import lastgood.core.port.Journal.Appended;
import lastgood.core.port.JournalContract;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.State;
import lastgood.ledger.OpenLedger;
import lastgood.ledger.codec.Codec;
import lastgood.ledger.sqlite.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteJournalTest extends JournalContract {
    @RegisterExtension final OpenLedger ledger = new OpenLedger();

    @Override
    protected Journal open() throws IOException {
        return ledger.again().journal();
    }

    @Test
    void aFullDiskIsNeverTakenForSuccess() throws IOException {
        ledger.again();
        ledger.close();
        try (var database = Database.open(ledger.data().resolve("ledger.db"))) {
            var journal = new SqliteJournal(database, new Codec());
            limit(database, pages(database) + 10);
            int written = fill(journal);
            assertThat(written).isBetween(1, 100);
            assertThat(journal.append(TUMOUR, written, created(written + 1)))
                    .isInstanceOfSatisfying(
                            Appended.Failed.class, f -> assertThat(f.why()).contains("full"));
            assertThat(journal.read(TUMOUR)).hasSize(written);
            limit(database, 1_000_000);
            assertThat(journal.append(TUMOUR, written, created(written + 1)))
                    .isEqualTo(new Appended.At(written));
        }
    }

    @Test
    void afterAFailureTheStreamIsWhatWasAcknowledged() throws IOException {
        var journal = open();
        journal.append(WINE, 0, created(1));
        ledger.close();
        assertThat(journal.append(WINE, 1, created(2))).isInstanceOf(Appended.Failed.class);
        assertThat(open().read(WINE)).containsExactly(created(1));
    }

    @Test
    void aMissingEntryIsNotPassedOver() throws IOException {
        var journal = open();
        for (int i = 0; i < 3; i++) {
            journal.append(TUMOUR, i, created(i + 1));
        }
        ledger.close();
        try (var database = Database.open(ledger.data().resolve("ledger.db"))) {
            database.write(t -> t.run("DELETE FROM journal WHERE position = 1"));
            assertThatThrownBy(() -> new SqliteJournal(database, new Codec()).read(TUMOUR))
                    .hasMessageContaining("lacks entry 1");
        }
    }

    @Test
    void anEntryIsNoLongerForTheReleasesThatWereThereBefore() throws IOException {
        var journal = open();
        var state = State.NEW;
        for (int i = 0; i < 500; i++) {
            var event = new Event.Created(NOON, ALICE, releaseId(i + 1).digest());
            var decision = (Decision.Changed) Rules.decide(state, event);
            assertThat(journal.append(TUMOUR, i, new Journal.Entry(event, decision)))
                    .isEqualTo(new Appended.At(i));
            state = decision.next();
        }
        assertThat(open().read(TUMOUR).getLast().decision().next()).isEqualTo(state);
        ledger.close();
        try (var database = Database.open(ledger.data().resolve("ledger.db"))) {
            var lengths =
                    database.read(t ->
                            t.all(
                                    "SELECT length(entry) FROM journal ORDER BY position",
                                    row -> row.getInt(1)));
            assertThat(lengths.getLast()).isLessThan(lengths.getFirst() + 10);
        }
    }

    private static int fill(Journal journal) {
        int written = 0;
        while (journal.append(TUMOUR, written, created(written + 1)) instanceof Appended.At) {
            written++;
        }
        return written;
    }

    private static int pages(Database database) throws IOException {
        return database.write(t -> t.first("PRAGMA page_count", row -> row.getInt(1)))
                .orElseThrow();
    }

    private static void limit(Database database, int pages) throws IOException {
        database.write(t -> t.first("PRAGMA max_page_count = " + pages, row -> row.getInt(1)));
    }
}
