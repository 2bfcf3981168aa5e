package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import lastgood.core.port.Journal.Appended;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {
    private final MemoryJournal journal = new MemoryJournal();

    @Override
    protected Journal open() {
        return journal;
    }

    @Test
    void itsDiskFailsWhenToldTo() {
        journal.fail("disk full");
        assertThat(journal.append(TUMOUR, 0, created(1)))
                .isEqualTo(new Appended.Failed("disk full"));
        assertThat(journal.read(TUMOUR)).isEmpty();
        journal.mend();
        assertThat(journal.append(TUMOUR, 0, created(1))).isEqualTo(new Appended.At(0));
    }

    @Test
    void aLostAnswerIsFoundOutByAskingAgain() {
        journal.loseNextAnswer("no answer");
        assertThat(journal.append(TUMOUR, 0, created(1)))
                .isEqualTo(new Appended.Failed("no answer"));
        assertThat(journal.append(TUMOUR, 0, created(1))).isEqualTo(new Appended.At(0));
        assertThat(journal.read(TUMOUR)).containsExactly(created(1));
    }
}
