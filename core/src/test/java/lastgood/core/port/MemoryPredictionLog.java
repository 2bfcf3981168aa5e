package lastgood.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.release.ServiceName;

/// Keeps what is noted until there are so many.
public final class MemoryPredictionLog implements PredictionLog {
    private final int most;
    private final List<LoggedPrediction> kept = new ArrayList<>();
    private final Map<ServiceName, Tally> tallies = new TreeMap<>();

    public MemoryPredictionLog(int most) {
        this.most = most;
    }

    public synchronized List<LoggedPrediction> kept() {
        return List.copyOf(kept);
    }

    @Override
    public synchronized void note(LoggedPrediction prediction) {
        boolean full = kept.size() >= most;
        if (!full) {
            kept.add(prediction);
        }
        count(prediction.release().service(), full);
    }

    @Override
    public synchronized void dropped(ServiceName service) {
        count(service, true);
    }

    @Override
    public synchronized Map<ServiceName, Tally> tallies() {
        return tallies.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void count(ServiceName service, boolean dropped) {
        tallies.merge(
                service,
                new Tally(1, dropped ? 1 : 0),
                (a, b) -> new Tally(a.noted() + b.noted(), a.dropped() + b.dropped()));
    }
}
