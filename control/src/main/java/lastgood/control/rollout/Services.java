package lastgood.control.rollout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import lastgood.core.port.Journal;
import lastgood.core.release.ServiceName;

/// The loops of all services there are.
public final class Services {
    private final Journal journal;
    private final Hands hands;
    private final Map<ServiceName, ServiceLoop> loops = new ConcurrentSkipListMap<>();

    /// Reads every service's journal.
    public Services(Journal journal, Hands hands) {
        this.journal = journal;
        this.hands = hands;
        journal.services().forEach(this::open);
    }

    public List<ServiceLoop> all() {
        return List.copyOf(loops.values());
    }

    public Optional<ServiceLoop> find(ServiceName service) {
        return Optional.ofNullable(loops.get(service));
    }

    /// The service's loop; a new service begins with its first event.
    public ServiceLoop open(ServiceName service) {
        return loops.computeIfAbsent(service, s -> new ServiceLoop(s, journal, hands));
    }
}
