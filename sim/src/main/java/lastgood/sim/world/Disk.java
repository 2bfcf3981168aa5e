package lastgood.sim.world;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lastgood.core.incident.Incident;
import lastgood.core.port.Counts;
import lastgood.core.port.Incidents;
import lastgood.core.port.Journal;
import lastgood.core.port.Labels;
import lastgood.core.port.MemoryComponents;
import lastgood.core.port.MemoryCounts;
import lastgood.core.port.MemoryDrills;
import lastgood.core.port.MemoryIncidents;
import lastgood.core.port.MemoryNotifier;
import lastgood.core.port.MemoryReleases;
import lastgood.core.port.MemoryStackBook;
import lastgood.core.port.MemoryVetoes;
import lastgood.core.port.Releases;
import lastgood.core.port.Vetoes;
import lastgood.core.prediction.PredictionSeal;
import lastgood.core.release.Digest;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// All that outlives a process, honest to the last byte; and what people were told, which nobody can take back.
public final class Disk {
    private final Journal journal;
    private final Vetoes vetoes = new MemoryVetoes();
    private final Labels labels = new KeptLabels();
    private final Counts counts = new MemoryCounts();
    private final MemoryIncidents incidents = new MemoryIncidents();
    private final MemoryDrills drills = new MemoryDrills();
    private final Releases releases = new MemoryReleases();
    private final MemoryStackBook stacks = new MemoryStackBook();
    private final MemoryComponents components = new MemoryComponents();
    private final MemoryNotifier told = new MemoryNotifier();
    private final PredictionSeal seal = new PredictionSeal(new byte[32]);
    private final Map<Digest, Truth> truths = new HashMap<>();

    public Disk(Journal journal) {
        this.journal = journal;
    }

    public Journal journal() {
        return journal;
    }

    public Vetoes vetoes() {
        return vetoes;
    }

    public Labels labels() {
        return labels;
    }

    public Counts counts() {
        return counts;
    }

    public MemoryNotifier told() {
        return told;
    }

    /// The rollouts of a service that an incident tells of.
    public Set<Integer> incidents(ServiceName service) {
        return incidents.list().stream()
                .filter(i -> i.service().equals(service))
                .map(Incident::rollout)
                .collect(Collectors.toSet());
    }

    Incidents incidents() {
        return incidents;
    }

    MemoryDrills drills() {
        return drills;
    }

    Releases releases() {
        return releases;
    }

    MemoryStackBook stacks() {
        return stacks;
    }

    MemoryComponents components() {
        return components;
    }

    PredictionSeal seal() {
        return seal;
    }

    void isReally(Digest release, Truth truth) {
        truths.putIfAbsent(release, truth);
    }

    Truth truth(ReleaseId release) {
        return Optional.ofNullable(truths.get(release.digest())).orElseThrow();
    }
}
