package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.WINE;
import static lastgood.core.port.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lastgood.core.port.Journal.Appended;
import org.junit.jupiter.api.Test;

/// What every journal promises.
public abstract class JournalContract {
    /// The journal of this test; asked again, it is opened again over what is stored.
    protected abstract Journal open() throws Exception;

    @Test
    void whatWasAppendedIsReadInOrder() throws Exception {
        var journal = open();
        for (int i = 0; i < 5; i++) {
            assertThat(journal.append(TUMOUR, i, created(i + 1))).isEqualTo(new Appended.At(i));
        }
        assertThat(journal.read(TUMOUR))
                .containsExactly(created(1), created(2), created(3), created(4), created(5));
    }

    @Test
    void itCanBeReadFromAnyPositionOn() throws Exception {
        var journal = open();
        for (int i = 0; i < 5; i++) {
            journal.append(TUMOUR, i, created(i + 1));
        }
        canBeReadFromThreeOn(journal);
        canBeReadFromThreeOn(open());
    }

    private static void canBeReadFromThreeOn(Journal journal) {
        var seen = new ArrayList<Journal.Entry>();
        journal.read(TUMOUR, 3, seen::add);
        assertThat(seen).containsExactly(created(4), created(5));
        journal.read(TUMOUR, 5, seen::add);
        assertThat(seen).hasSize(2);
    }

    /// What decisions lead to, as `Rules` make them one after the other.
    @Test
    void aStoryIsReadAsItWas() throws Exception {
        var story = Samples.story();
        var journal = open();
        for (int i = 0; i < story.size(); i++) {
            journal.append(TUMOUR, i, story.get(i));
        }
        assertThat(journal.read(TUMOUR)).isEqualTo(story);
        assertThat(open().read(TUMOUR)).isEqualTo(story);
        assertThat(open().append(TUMOUR, 2, story.get(2))).isEqualTo(new Appended.At(2));
    }

    @Test
    void aServiceNeverWrittenAboutHasNoEntries() throws Exception {
        assertThat(open().read(WINE)).isEmpty();
        assertThat(open().services()).isEmpty();
    }

    @Test
    void everyServiceHasItsOwnStream() throws Exception {
        var journal = open();
        journal.append(TUMOUR, 0, created(1));
        journal.append(WINE, 0, created(2));
        journal.append(TUMOUR, 1, created(3));
        assertThat(journal.read(TUMOUR)).containsExactly(created(1), created(3));
        assertThat(journal.read(WINE)).containsExactly(created(2));
        assertThat(journal.services()).containsExactlyInAnyOrder(TUMOUR, WINE);
    }

    @Test
    void aTakenPositionIsOutrun() throws Exception {
        var journal = open();
        journal.append(TUMOUR, 0, created(1));
        journal.append(TUMOUR, 1, created(2));
        assertThat(journal.append(TUMOUR, 0, created(3))).isEqualTo(new Appended.Outrun(2));
        assertThat(journal.append(TUMOUR, 1, created(3))).isEqualTo(new Appended.Outrun(2));
        assertThat(journal.read(TUMOUR)).containsExactly(created(1), created(2));
    }

    @Test
    void aGapIsNeverMade() throws Exception {
        var journal = open();
        journal.append(TUMOUR, 0, created(1));
        assertThat(journal.append(TUMOUR, 2, created(3))).isEqualTo(new Appended.Outrun(1));
        assertThat(journal.append(WINE, 1, created(3))).isEqualTo(new Appended.Outrun(0));
        assertThat(journal.read(TUMOUR)).containsExactly(created(1));
        assertThat(journal.services()).containsExactly(TUMOUR);
    }

    @Test
    void theVerySameEntryAgainIsThereOnce() throws Exception {
        var journal = open();
        journal.append(TUMOUR, 0, created(1));
        journal.append(TUMOUR, 1, created(2));
        assertThat(journal.append(TUMOUR, 0, created(1))).isEqualTo(new Appended.At(0));
        assertThat(journal.append(TUMOUR, 1, created(2))).isEqualTo(new Appended.At(1));
        assertThat(journal.read(TUMOUR)).containsExactly(created(1), created(2));
    }

    @Test
    void openedAgainItHoldsTheSame() throws Exception {
        var journal = open();
        journal.append(TUMOUR, 0, created(1));
        journal.append(WINE, 0, created(2));
        var again = open();
        assertThat(again.read(TUMOUR)).containsExactly(created(1));
        assertThat(again.services()).containsExactlyInAnyOrder(TUMOUR, WINE);
        assertThat(again.append(TUMOUR, 1, created(3))).isEqualTo(new Appended.At(1));
    }

    @Test
    void ofManyWritersAtOnePositionOneGetsIt() throws Exception {
        var journal = open();
        int writers = 8;
        var go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Appended>> answers = new ArrayList<>();
            for (int i = 1; i <= writers; i++) {
                int number = i;
                Callable<Appended> write =
                        () -> {
                            go.await();
                            return journal.append(TUMOUR, 0, created(number));
                        };
                answers.add(threads.submit(write));
            }
            go.countDown();
            var appended = new ArrayList<Appended>();
            for (var answer : answers) {
                appended.add(answer.get());
            }
            assertThat(appended).containsOnlyOnce(new Appended.At(0));
            assertThat(appended).filteredOn(a -> a.equals(new Appended.Outrun(1))).hasSize(7);
        }
        assertThat(journal.read(TUMOUR)).hasSize(1);
    }

    @Test
    void aListThatWasReadDoesNotGrow() throws Exception {
        var journal = open();
        journal.append(TUMOUR, 0, created(1));
        var before = journal.read(TUMOUR);
        journal.append(TUMOUR, 1, created(2));
        assertThat(before).containsExactly(created(1));
    }
}
