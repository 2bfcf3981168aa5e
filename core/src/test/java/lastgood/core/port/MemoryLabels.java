package lastgood.core.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;

/// Labels that last as long as the test: counted anew at every question. The disk can be made to fail.
public final class MemoryLabels implements Labels {
    private final Map<ServiceName, Map<String, Request>> services = new HashMap<>();
    private final Map<ServiceName, List<Request>> complete = new HashMap<>();
    private final Map<ServiceName, Map<String, Pair>> kept = new HashMap<>();
    private final Map<ServiceName, List<Joined>> joined = new HashMap<>();
    private final Map<ServiceName, Map<Integer, Integer>> many = new HashMap<>();
    private boolean failing;

    private record Joined(Pair pair, Request request) {
        Pairs.Kind kind() {
            int candidate =
                    (int)
                            request.labels().entrySet().stream()
                                    .filter(l -> pair.isWrong(l.getKey(), l.getValue()))
                                    .count();
            return new Pairs.Kind(request.bad(), candidate, request.labels().size());
        }
    }

    private record Request(String id, Prediction prediction, Map<Integer, Value> labels) {
        boolean isFull() {
            return labels.size() == prediction.values().size();
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

    /// From now on `take` and `keep` throw and takes nothing, until told otherwise.
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
        return labels.stream().map(label -> take(service, label)).toList();
    }

    @Override
    public synchronized Tally tally(ServiceName service, int rollout) {
        var tally = Tally.EMPTY;
        for (var request : full(service, rollout).toList()) {
            tally = plus(tally, request);
        }
        return tally;
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

    private Taken take(ServiceName service, Label label) {
        var request =
                services.computeIfAbsent(service, _ -> new HashMap<>())
                        .computeIfAbsent(
                                label.id(),
                                _ -> new Request(label.id(), label.prediction(), new TreeMap<>()));
        var first = Optional.ofNullable(request.labels().putIfAbsent(label.row(), label.value()));
        if (first.isPresent()) {
            return first.get().sameAs(label.value()) ? Taken.DUPLICATE : Taken.CONFLICTING;
        }
        if (request.isFull()) {
            complete.computeIfAbsent(service, _ -> new ArrayList<>()).add(request);
            join(service, label.id());
        }
        return Taken.ACCEPTED;
    }

    /// In the order in which they were answered.
    private Stream<Request> full(ServiceName service, int rollout) {
        return complete.getOrDefault(service, List.of()).stream()
                .filter(r -> r.prediction().rollout() == rollout && rollout > 0)
                .sorted(
                        Comparator.comparingLong((Request r) -> r.prediction().atMillis())
                                .thenComparing(Request::id));
    }

    @Override
    public synchronized void keep(ServiceName service, List<Pair> pairs) throws IOException {
        if (failing) {
            throw new IOException("disk full");
        }
        for (var pair : pairs) {
            var ofService = kept.computeIfAbsent(service, _ -> new HashMap<>());
            int rollout = pair.candidate().rollout();
            var numbers = many.computeIfAbsent(service, _ -> new HashMap<>());
            if (!numbers.containsKey(rollout)) {
                ofService
                        .values()
                        .removeIf(p -> p.candidate().rollout() <= rollout - PAIRED_ROLLOUTS);
            }
            int before = numbers.getOrDefault(rollout, 0);
            if (before < MOST_PAIRS && ofService.putIfAbsent(pair.id(), pair) == null) {
                numbers.put(rollout, before + 1);
                join(service, pair.id());
            }
        }
    }

    @Override
    public synchronized Pairs pairs(ServiceName service, int rollout) {
        var slots = new HashSet<Integer>();
        var pairs = Pairs.NONE;
        var answered = new ArrayList<>(joined.getOrDefault(service, List.of()));
        answered.sort(
                Comparator.comparingLong((Joined j) -> j.pair().candidate().atMillis())
                        .thenComparing(j -> j.pair().id()));
        for (var one : answered) {
            var candidate = one.pair().candidate();
            if (candidate.rollout() == rollout) {
                var slot = candidate.keySlot();
                pairs =
                        slot.isPresent() && !slots.add(slot.getAsInt())
                                ? pairs.plusAgain()
                                : pairs.plus(one.kind(), 1);
            }
        }
        return pairs;
    }

    /// Whichever of a pair and its label comes second.
    private void join(ServiceName service, String id) {
        var pair = Optional.ofNullable(kept.getOrDefault(service, Map.of()).get(id));
        var request = Optional.ofNullable(services.getOrDefault(service, Map.of()).get(id));
        if (pair.isPresent() && request.filter(Request::isFull).isPresent()) {
            joined.computeIfAbsent(service, _ -> new ArrayList<>())
                    .add(new Joined(pair.get(), request.get()));
        }
    }

    private static Tally plus(Tally tally, Request request) {
        var slot = request.prediction().keySlot();
        return slot.isPresent()
                ? tally.plus(request.place(), slot.getAsInt(), request.bad() > 0)
                : tally.plus(
                        new Tally.Unit(request.place(), request.bad(), request.labels().size()), 1);
    }
}
