package lastgood.core.port;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lastgood.core.guard.Count;
import lastgood.core.release.ServiceName;

/// What a gateway would have counted: what the test says.
public final class MemoryCountSource implements CountSource {
    private final Map<Key, Count> counts = new HashMap<>();

    private record Key(ServiceName service, int rollout) {}

    public synchronized void put(Count count) {
        counts.put(new Key(count.service(), count.rollout()), count);
    }

    /// As after a restart of the gateway.
    public synchronized void forget() {
        counts.clear();
    }

    @Override
    public synchronized Optional<Count> count(ServiceName service, int rollout) {
        return Optional.ofNullable(counts.get(new Key(service, rollout)));
    }
}
