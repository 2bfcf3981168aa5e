package lastgood.gateway;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.core.port.Vetoes;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// Vetoes that outlive the gateways of one test, on a disk that can be full.
public final class MemoryVetoes implements Vetoes {
    private final Map<ServiceName, Set<Route.Veto>> stored = new ConcurrentHashMap<>();
    private volatile boolean full;
    private volatile Runnable whenAdded = () -> {};

    @Override
    public boolean add(ServiceName service, Route.Veto veto) {
        whenAdded.run();
        if (!full) {
            stored.compute(
                    service,
                    (_, before) -> {
                        var after =
                                before == null ? new HashSet<Route.Veto>() : new HashSet<>(before);
                        after.add(veto);
                        return after;
                    });
        }
        return !full;
    }

    @Override
    public void remove(ServiceName service, Route.Veto veto) {
        stored.computeIfPresent(
                service,
                (_, before) -> {
                    var after = new HashSet<>(before);
                    after.remove(veto);
                    return after;
                });
    }

    @Override
    public Set<Route.Veto> of(ServiceName service) {
        return Set.copyOf(stored.getOrDefault(service, Set.of()));
    }

    /// Looks around whenever a veto comes to be written down, before it is.
    public void whenAdded(Runnable look) {
        whenAdded = look;
    }

    public void fill() {
        full = true;
    }

    public void makeRoom() {
        full = false;
    }
}
