package lastgood.sim;

import java.util.Set;
import java.util.function.Consumer;
import lastgood.core.port.Journal;
import lastgood.core.release.ServiceName;

/// A journal that is honest where it does not say otherwise.
class LyingJournal implements Journal {
    final Journal journal;

    LyingJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Appended append(ServiceName service, long position, Entry entry) {
        return journal.append(service, position, entry);
    }

    @Override
    public void read(ServiceName service, long from, Consumer<Entry> each) {
        journal.read(service, from, each);
    }

    @Override
    public Set<ServiceName> services() {
        return journal.services();
    }
}
