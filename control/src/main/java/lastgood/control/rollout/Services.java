package lastgood.control.rollout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import lastgood.core.port.Journal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
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

    /// The loop of a service that somebody names; refused where there is none of that name.
    public Outcome<ServiceLoop> named(String name) {
        return ServiceName.parse(name)
                .flatMap(this::find)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(unknown(name)));
    }

    private Problem unknown(String name) {
        var there = loops.keySet().stream().map(ServiceName::text).toList();
        return Problem.of(Code.NO_SUCH_SERVICE, "There is no service '" + name + "'.")
                .because(
                        there.isEmpty()
                                ? "there are none yet"
                                : "there are " + String.join(", ", there))
                .tryThis("lastgood status", "lastgood release create -f release.yaml");
    }

    /// The service's loop; a new service begins with its first event.
    public ServiceLoop open(ServiceName service) {
        return loops.computeIfAbsent(service, s -> new ServiceLoop(s, journal, hands));
    }
}
