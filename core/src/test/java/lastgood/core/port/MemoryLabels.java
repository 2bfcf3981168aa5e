package lastgood.core.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;

/// Labels that last as long as the test: counted anew at every question. The disk can be made to fail.
public final class MemoryLabels implements Labels {
    private final Map<ServiceName, Map<String, Request>> services = new HashMap<>();
    private boolean failing;

    private record Request(Prediction prediction, Map<Integer, Value> labels) {
        boolean isFull() {
            return labels.size() == prediction.values().size() && prediction.rollout() > 0;
        }

        int bad() {
            return prediction.shielded()
                    ? labels.size()
                    : (int)
                            labels.entrySet().stream()
                                    .filter(l -> isWrong(l.getKey(), l.getValue()))
                                    .count();
        }

        boolean isWrong(int row, Value label) {
            return !prediction.values().get(row).sameAs(label);
        }

        Place place() {
            return new Place(
                    prediction.step(), prediction.shielded() ? Arm.CANDIDATE : prediction.arm());
        }
    }

    /// From now on `take` throws and takes nothing, until told otherwise.
    public synchronized void failing(boolean now) {
        failing = now;
    }

    @Override
    public synchronized List<Taken> take(ServiceName service, List<Label> labels)
            throws IOException {
        if (failing) {
            throw new IOException("disk full");
        }
        if (labels.stream()
                .anyMatch(l -> l.row() < 0 || l.row() >= l.prediction().values().size())) {
            throw new IllegalArgumentException("a label for a row that was not predicted");
        }
        var requests = services.computeIfAbsent(service, _ -> new LinkedHashMap<>());
        var taken = new ArrayList<Taken>();
        for (var label : labels) {
            var request =
                    requests.computeIfAbsent(
                            label.id(), _ -> new Request(label.prediction(), new TreeMap<>()));
            var first =
                    Optional.ofNullable(request.labels().putIfAbsent(label.row(), label.value()));
            taken.add(
                    first.map(f -> f.sameAs(label.value()) ? Taken.DUPLICATE : Taken.CONFLICTING)
                            .orElse(Taken.ACCEPTED));
        }
        return taken;
    }

    @Override
    public synchronized Tally tally(ServiceName service, int rollout) {
        return full(service, rollout).map(MemoryLabels::counted).reduce(Tally.EMPTY, Tally::plus);
    }

    @Override
    public synchronized Judged judged(ServiceName service, int rollout, int release) {
        var requests =
                full(service, rollout)
                        .filter(r -> r.prediction().release() == release)
                        .filter(r -> !r.prediction().shielded())
                        .toList();
        return new Judged(requests.size(), requests.stream().filter(r -> r.bad() > 0).count());
    }

    private Stream<Request> full(ServiceName service, int rollout) {
        return services.getOrDefault(service, Map.of()).values().stream()
                .filter(Request::isFull)
                .filter(r -> r.prediction().rollout() == rollout);
    }

    private static Tally counted(Request request) {
        var slot = request.prediction().keySlot();
        if (slot.isEmpty()) {
            var unit = new Tally.Unit(request.place(), request.bad(), request.labels().size());
            return Tally.EMPTY.plus(unit, 1);
        }
        var seen = new BitSet();
        seen.set(slot.getAsInt());
        var map = new Tally.KeyMap(seen, request.bad() > 0 ? seen : new BitSet());
        return new Tally(new TreeMap<>(), new TreeMap<>(Map.of(request.place(), map)));
    }
}
