package lastgood.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.port.Journal;
import lastgood.core.release.ServiceName;
import lastgood.ledger.Ledger;
import lastgood.sim.world.Fitting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same runs over the journal that a server has: what is read back from its file is what was decided.
class SqliteJournalRunTest {
    @TempDir private Path folder;

    @Test
    void noRunBreaksAnInvariantOverTheRealJournalEither() throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            try (var ledger = Ledger.open(folder.resolve("seed " + seed))) {
                var story = Run.of(seed, Fitting.NONE, new ReadOnce(ledger.journal()));

                assertThat(story.verdict()).isEqualTo("ok");
                assertThat(story.lines()).isEqualTo(Run.of(seed).lines());
            }
        }
    }

    /// Reads only after something was written: the auditor looks after every step.
    private static final class ReadOnce extends LyingJournal {
        private final Map<ServiceName, List<Entry>> read = new HashMap<>();

        ReadOnce(Journal journal) {
            super(journal);
        }

        @Override
        public Appended append(ServiceName service, long position, Entry entry) {
            read.remove(service);
            return journal.append(service, position, entry);
        }

        @Override
        public List<Entry> read(ServiceName service) {
            return read.computeIfAbsent(service, journal::read);
        }
    }
}
