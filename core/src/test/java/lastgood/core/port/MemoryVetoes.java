package lastgood.core.port;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// Vetoes that last as long as the test. The disk can be made to refuse.
public final class MemoryVetoes implements Vetoes {
    private final Map<ServiceName, Set<Route.Veto>> vetoes = new HashMap<>();
    private boolean refusing;

    /// From now on `add` answers false and keeps nothing, until told otherwise.
    public synchronized void refusing(boolean now) {
        refusing = now;
    }

    @Override
    public synchronized boolean add(ServiceName service, Route.Veto veto) {
        if (!refusing) {
            vetoes.computeIfAbsent(service, _ -> new LinkedHashSet<>()).add(veto);
        }
        return !refusing;
    }

    @Override
    public synchronized void remove(ServiceName service, Route.Veto veto) {
        vetoes.getOrDefault(service, new LinkedHashSet<>()).remove(veto);
    }

    @Override
    public synchronized Set<Route.Veto> of(ServiceName service) {
        return Set.copyOf(vetoes.getOrDefault(service, Set.of()));
    }
}
