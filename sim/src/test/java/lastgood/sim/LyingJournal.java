package lastgood.sim;

import java.util.List;
import java.util.Set;
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
    public List<Entry> read(ServiceName service) {
        return journal.read(service);
    }

    @Override
    public Set<ServiceName> services() {
        return journal.services();
    }
}
