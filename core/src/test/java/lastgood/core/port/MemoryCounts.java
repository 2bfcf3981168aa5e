package lastgood.core.port;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.guard.Count;
import lastgood.core.release.ServiceName;

/// Checkpoints that last as long as the test.
public final class MemoryCounts implements Counts {
    private final Map<Key, Count> counts = new HashMap<>();

    private record Key(ServiceName service, int rollout, String gateway) {}

    @Override
    public synchronized void save(Count count) {
        var key = new Key(count.service(), count.rollout(), count.gateway());
        counts.merge(key, count, (old, next) -> next.sequence() > old.sequence() ? next : old);
    }

    @Override
    public synchronized List<Count> of(ServiceName service, int rollout) {
        return counts.values().stream()
                .filter(c -> c.service().equals(service) && c.rollout() == rollout)
                .toList();
    }
}
