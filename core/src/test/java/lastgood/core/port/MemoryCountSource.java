package lastgood.core.port;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.guard.Count;
import lastgood.core.prediction.Pair;
import lastgood.core.release.ServiceName;

/// What a gateway would have counted: what the test says.
public final class MemoryCountSource implements CountSource {
    private final Map<Key, Count> counts = new HashMap<>();

    private final Map<Key, List<Pair>> pairs = new HashMap<>();

    private record Key(ServiceName service, int rollout) {}

    public synchronized void put(Count count) {
        counts.put(new Key(count.service(), count.rollout()), count);
    }

    /// The candidate in shadow said this.
    public synchronized void put(ServiceName service, Pair pair) {
        pairs.computeIfAbsent(new Key(service, pair.candidate().rollout()), _ -> new ArrayList<>())
                .add(pair);
    }

    /// As after a restart of the gateway.
    public synchronized void forget() {
        pairs.clear();
        counts.clear();
    }

    @Override
    public synchronized Optional<Count> count(ServiceName service, int rollout) {
        return Optional.ofNullable(counts.get(new Key(service, rollout)));
    }

    @Override
    public synchronized List<Pair> pairs(ServiceName service, int rollout) {
        return List.copyOf(pairs.getOrDefault(new Key(service, rollout), List.of()));
    }

    @Override
    public synchronized void kept(ServiceName service, int rollout, List<Pair> kept) {
        pairs.getOrDefault(new Key(service, rollout), new ArrayList<>()).removeAll(kept);
    }
}
