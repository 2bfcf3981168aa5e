package lastgood.core.port;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.WayBack;

/// A standby that loads nothing: every release is fit unless told otherwise.
public final class MemoryStandby implements Standby {
    private final Map<ServiceName, Map<ReleaseId, Settings>> ready = new HashMap<>();
    private final Map<ServiceName, Map.Entry<ReleaseId, WayBack>> ways = new HashMap<>();
    private final Map<ReleaseId, Problem> refused = new HashMap<>();
    private final Map<ReleaseId, Footing> footings = new HashMap<>();
    private final Map<ReleaseId, Double> capacities = new HashMap<>();

    /// From now on this release cannot be prepared.
    public synchronized void refuse(ReleaseId release, Problem problem) {
        refused.put(release, problem);
    }

    /// From now on it can be.
    public synchronized void accept(ReleaseId release) {
        refused.remove(release);
    }

    /// With which settings a release was prepared last.
    public synchronized Optional<Settings> settings(ServiceName service, ReleaseId release) {
        return Optional.ofNullable(ready.getOrDefault(service, Map.of()).get(release));
    }

    /// On which footing a release was prepared last.
    public synchronized Optional<Footing> footing(ReleaseId release) {
        return Optional.ofNullable(footings.get(release));
    }

    public synchronized Set<ReleaseId> ready(ServiceName service) {
        return new HashSet<>(ready.getOrDefault(service, Map.of()).keySet());
    }

    @Override
    public synchronized Outcome<ReleaseId> prepare(
            Release release, Settings settings, Footing footing) {
        var problem = Optional.ofNullable(refused.get(release.id()));
        if (problem.isPresent()) {
            return Outcome.refused(problem.get());
        }
        ready.computeIfAbsent(release.service(), _ -> new HashMap<>()).put(release.id(), settings);
        footings.put(release.id(), footing);
        return Outcome.done(release.id());
    }

    @Override
    public synchronized boolean isReady(ServiceName service, ReleaseId release) {
        return settings(service, release).isPresent();
    }

    /// From now on a release was measured.
    public synchronized void measure(ReleaseId release, double perSecond) {
        capacities.put(release, perSecond);
    }

    @Override
    public synchronized OptionalDouble capacity(ServiceName service, ReleaseId release) {
        var known = capacities.get(release);
        return known == null || !isReady(service, release)
                ? OptionalDouble.empty()
                : OptionalDouble.of(known);
    }

    @Override
    public synchronized void keep(ServiceName service, Set<ReleaseId> releases) {
        ready.getOrDefault(service, new HashMap<>()).keySet().retainAll(releases);
    }

    @Override
    public synchronized void wayBack(ServiceName service, ReleaseId live, WayBack way) {
        ways.put(service, Map.entry(live, way));
    }

    /// What was told last of where a service goes back to, and from what.
    public synchronized Optional<Map.Entry<ReleaseId, WayBack>> wayBack(ServiceName service) {
        return Optional.ofNullable(ways.get(service));
    }
}
