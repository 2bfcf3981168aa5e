package lastgood.sim.fault;

import java.io.IOException;
import java.util.List;
import lastgood.core.guard.Count;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Tally;
import lastgood.core.port.Counts;
import lastgood.core.port.Labels;
import lastgood.core.prediction.Pair;
import lastgood.core.release.ServiceName;

/// Labels and checkpoints on a disk that fails; labels may be taken although the answer says otherwise.
public record FaultyEvidence(Labels labels, Counts counts, Weather weather)
        implements Labels, Counts {

    @Override
    public List<Taken> take(ServiceName service, List<Label> given) throws IOException {
        weather.call("before labels are taken");
        weather.write();
        var taken = labels.take(service, given);
        weather.call("labels are taken, the answer not received");
        if (weather.losesAnswer()) {
            throw new IOException("the disk did not answer");
        }
        return taken;
    }

    @Override
    public Tally tally(ServiceName service, int rollout) throws IOException {
        weather.read();
        return labels.tally(service, rollout);
    }

    @Override
    public Judged judged(ServiceName service, int rollout, int release) throws IOException {
        weather.read();
        return labels.judged(service, rollout, release);
    }

    @Override
    public void keep(ServiceName service, List<Pair> pairs) throws IOException {
        weather.call("before pairs are kept");
        weather.write();
        labels.keep(service, pairs);
        weather.call("pairs are kept, the answer not received");
        if (weather.losesAnswer()) {
            throw new IOException("the disk did not answer");
        }
    }

    /// Where there are none, none can be missed.
    @Override
    public Pairs pairs(ServiceName service, int rollout) throws IOException {
        var pairs = labels.pairs(service, rollout);
        if (pairs.heard() > 0) {
            weather.read();
        }
        return pairs;
    }

    @Override
    public void save(Count count) throws IOException {
        weather.call("before a checkpoint");
        weather.write();
        counts.save(count);
    }

    @Override
    public List<Count> of(ServiceName service, int rollout) throws IOException {
        weather.read();
        return counts.of(service, rollout);
    }
}
