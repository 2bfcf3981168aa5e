package lastgood.sim.fault;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import lastgood.core.port.Journal;
import lastgood.core.release.ServiceName;

/// A journal whose disk fails, whose answer gets lost, and whose caller may die before, between and after.
public final class FaultyJournal implements Journal {
    private final Journal store;
    private final Weather weather;
    private final Set<ServiceName> unsure = new HashSet<>();

    public FaultyJournal(Journal store, Weather weather) {
        this.store = store;
        this.weather = weather;
    }

    /// Whether something was written of which the writer was told that it was not.
    public boolean isUnsure(ServiceName service) {
        return unsure.contains(service);
    }

    @Override
    public Appended append(ServiceName service, long position, Entry entry) {
        weather.call("before the journal is written");
        if (!weather.canWrite()) {
            return new Appended.Failed("no space left on device");
        }
        var answer = store.append(service, position, entry);
        weather.call("the journal is written, the answer not received");
        if (answer instanceof Appended.At && weather.losesAnswer()) {
            unsure.add(service);
            return new Appended.Failed("the disk did not answer");
        }
        unsure.remove(service);
        return answer;
    }

    @Override
    public void read(ServiceName service, long from, Consumer<Entry> each) {
        weather.call("the journal is read");
        weather.readOrFail();
        store.read(service, from, each);
    }

    @Override
    public Set<ServiceName> services() {
        weather.call("the journal is opened");
        weather.readOrFail();
        return store.services();
    }
}
