package lastgood.gateway.recording;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.core.guard.Count;
import lastgood.core.port.CountSource;
import lastgood.core.prediction.Pair;
import lastgood.core.release.ServiceName;

/// All that this gateway process has counted, by service and rollout.
public final class Recorder implements CountSource {
    /// Older rollouts of a service are forgotten: nothing asks for them any more.
    private static final int ROLLOUTS_KEPT = 4;

    private final String boot;
    private final Map<ServiceName, Map<Integer, RolloutCount>> counts = new ConcurrentHashMap<>();
    private final Map<ServiceName, Pace> paces = new ConcurrentHashMap<>();

    /// @param boot this process's name, another one each start
    public Recorder(String boot) {
        this.boot = boot;
    }

    @Override
    public Optional<Count> count(ServiceName service, int rollout) {
        return found(service, rollout).map(RolloutCount::count);
    }

    @Override
    public List<Pair> pairs(ServiceName service, int rollout) {
        return found(service, rollout).map(count -> count.pairs().oldest()).orElse(List.of());
    }

    @Override
    public void kept(ServiceName service, int rollout, List<Pair> pairs) {
        found(service, rollout).ifPresent(count -> count.pairs().kept(pairs));
    }

    private Optional<RolloutCount> found(ServiceName service, int rollout) {
        return Optional.ofNullable(counts.get(service)).map(ofService -> ofService.get(rollout));
    }

    /// One more request of a service, whatever becomes of it.
    public void arrived(ServiceName service, long nanos) {
        var found = paces.get(service);
        (found != null ? found : paces.computeIfAbsent(service, _ -> new Pace())).note(nanos);
    }

    /// Requests a second of a service now; empty where too few seconds have gone by to say.
    public OptionalDouble pace(ServiceName service, long nanos) {
        var found = paces.get(service);
        return found == null ? OptionalDouble.empty() : found.perSecond(nanos);
    }

    /// The count of one rollout, opened with the first request that belongs to it.
    public RolloutCount of(ServiceName service, int rollout) {
        var ofService = counts.get(service);
        var found = ofService == null ? null : ofService.get(rollout);
        return found != null ? found : open(service, rollout);
    }

    private synchronized RolloutCount open(ServiceName service, int rollout) {
        var before = counts.getOrDefault(service, Map.of());
        var found = before.get(rollout);
        if (found != null) {
            return found;
        }
        var opened = new RolloutCount(boot, service, rollout);
        var next = new LinkedHashMap<>(before);
        next.put(rollout, opened);
        while (next.size() > ROLLOUTS_KEPT) {
            next.remove(next.firstEntry().getKey());
        }
        counts.put(service, next);
        return opened;
    }
}
