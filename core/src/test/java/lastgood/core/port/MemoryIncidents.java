package lastgood.core.port;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import lastgood.core.incident.Incident;

/// Incidents that last as long as the test.
public final class MemoryIncidents implements Incidents {
    private final Map<Integer, Incident> incidents = new TreeMap<>();

    @Override
    public synchronized Incident open(Incident draft) {
        return incidents.values().stream()
                .filter(i -> i.service().equals(draft.service()))
                .filter(i -> i.rollout() == draft.rollout())
                .findFirst()
                .orElseGet(() -> keep(draft.withNumber(incidents.size() + 1)));
    }

    @Override
    public synchronized void change(int number, UnaryOperator<Incident> change) {
        find(number).map(change).ifPresent(this::keep);
    }

    @Override
    public synchronized Optional<Incident> find(int number) {
        return Optional.ofNullable(incidents.get(number));
    }

    @Override
    public synchronized List<Incident> list() {
        return incidents.values().stream()
                .sorted(Comparator.comparingInt(Incident::number).reversed())
                .toList();
    }

    private Incident keep(Incident incident) {
        incidents.put(incident.number(), incident);
        return incident;
    }
}
