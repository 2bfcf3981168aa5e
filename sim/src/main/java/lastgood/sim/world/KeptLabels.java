package lastgood.sim.world;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Place;
import lastgood.core.guard.Tally;
import lastgood.core.port.Labels;
import lastgood.core.port.MemoryLabels;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.prediction.Prediction;
import lastgood.core.release.ServiceName;

/// Labels in memory, of predictions of one row, that are counted once and not at every question: those of sticky keys again
/// when one more has come, for it may have been answered before the others.
final class KeptLabels implements Labels {
    private final MemoryLabels labels = new MemoryLabels();
    private final Map<Key, Tally> tallies = new HashMap<>();

    private record Key(ServiceName service, int rollout) {}

    @Override
    public List<Taken> take(ServiceName service, List<Label> given) throws IOException {
        var taken = labels.take(service, given);
        for (int i = 0; i < given.size(); i++) {
            if (taken.get(i) == Taken.ACCEPTED) {
                count(service, given.get(i));
            }
        }
        return taken;
    }

    @Override
    public Tally tally(ServiceName service, int rollout) {
        return tallies.computeIfAbsent(
                new Key(service, rollout), _ -> labels.tally(service, rollout));
    }

    @Override
    public Judged judged(ServiceName service, int rollout, int release) {
        return labels.judged(service, rollout, release);
    }

    @Override
    public void keep(ServiceName service, List<Pair> pairs) throws IOException {
        labels.keep(service, pairs);
    }

    @Override
    public Pairs pairs(ServiceName service, int rollout) {
        return labels.pairs(service, rollout);
    }

    private void count(ServiceName service, Label label) {
        var prediction = label.prediction();
        var key = new Key(service, prediction.rollout());
        var before = tallies.get(key);
        if (before == null || prediction.keySlot().isPresent()) {
            tallies.remove(key);
            return;
        }
        boolean bad =
                prediction.shielded() || !prediction.values().getFirst().sameAs(label.value());
        tallies.put(key, before.plus(new Tally.Unit(place(prediction), bad ? 1 : 0, 1), 1));
    }

    private static Place place(Prediction prediction) {
        return new Place(
                prediction.step(), prediction.shielded() ? Arm.CANDIDATE : prediction.arm());
    }
}
