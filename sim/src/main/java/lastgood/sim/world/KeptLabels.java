package lastgood.sim.world;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.guard.Tally;
import lastgood.core.port.Labels;
import lastgood.core.port.MemoryLabels;
import lastgood.core.release.ServiceName;

/// Labels in memory that are counted again only where some came.
final class KeptLabels implements Labels {
    private final MemoryLabels labels = new MemoryLabels();
    private final Map<ServiceName, Map<Integer, Tally>> tallies = new HashMap<>();

    @Override
    public List<Taken> take(ServiceName service, List<Label> given) throws IOException {
        tallies.remove(service);
        return labels.take(service, given);
    }

    @Override
    public Tally tally(ServiceName service, int rollout) {
        return tallies.computeIfAbsent(service, _ -> new HashMap<>())
                .computeIfAbsent(rollout, _ -> labels.tally(service, rollout));
    }

    @Override
    public Judged judged(ServiceName service, int rollout, int release) {
        return labels.judged(service, rollout, release);
    }
}
