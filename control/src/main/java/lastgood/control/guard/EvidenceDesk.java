package lastgood.control.guard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.core.guard.Count;
import lastgood.core.guard.Evidence;
import lastgood.core.guard.Pairs;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.port.CountSource;
import lastgood.core.port.Counts;
import lastgood.core.port.Labels;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Rollout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that is known in a rollout: what gateways counted before and since the server started, and the labels.
///
/// Counts only grow and are kept by gateway, so reading one twice or late does no harm.
public final class EvidenceDesk {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceDesk.class);
    private static final int MOST_ROLLOUTS_REMEMBERED = 1_000;

    private record Key(ServiceName service, int rollout) {}

    private final CountSource gateway;
    private final Counts checkpoints;
    private final Labels labels;
    private final Map<Key, Map<String, Count>> known = new ConcurrentHashMap<>();
    private final Map<ServiceName, Count> saved = new ConcurrentHashMap<>();

    public EvidenceDesk(CountSource gateway, Counts checkpoints, Labels labels) {
        this.gateway = gateway;
        this.checkpoints = checkpoints;
        this.labels = labels;
    }

    public Evidence evidence(ServiceName service, int rollout) {
        return Evidence.of(
                counts(service, rollout), wrong(service, rollout), pairs(service, rollout));
    }

    /// How much has come for a guard about the candidate, counted or not. Labels of keys that are counted already are
    /// known only by their release.
    long heard(ServiceName service, Rollout rollout, Signal signal, Evidence found) {
        return found.heard(signal)
                + (signal instanceof Signal.Wrong ? labelled(service, rollout) : 0);
    }

    /// What one release's model inputs looked like in a rollout, column by column.
    public List<Count.ColumnSeen> inputs(ServiceName service, int rollout, ReleaseId release) {
        var sums = new HashMap<String, Count.ColumnSeen>();
        for (var count : counts(service, rollout)) {
            for (var seen : count.inputs().getOrDefault(release.number(), List.of())) {
                sums.merge(seen.tensor() + "/" + seen.index(), seen, EvidenceDesk::sum);
            }
        }
        return sums.values().stream()
                .sorted(
                        java.util.Comparator.comparing(Count.ColumnSeen::tensor)
                                .thenComparingInt(Count.ColumnSeen::index))
                .toList();
    }

    /// Writes down what the gateway has counted since the last time, and what a candidate in shadow said. A failure costs
    /// no more than the seconds since then.
    public void checkpoint(ServiceName service, int rollout) {
        keepPairs(service, rollout);
        gateway.count(service, rollout)
                .filter(c ->
                        Optional.ofNullable(saved.get(service)).filter(c::hasTotalsOf).isEmpty())
                .ifPresent(count -> {
                    try {
                        checkpoints.save(count);
                        saved.put(service, count);
                    } catch (IOException e) {
                        LOG.warn(
                                "{}: counts of rollout {} were not written down: {}",
                                service,
                                rollout,
                                e.toString());
                    }
                });
    }

    /// What could not be written stays at the gateway until the next time.
    private void keepPairs(ServiceName service, int rollout) {
        var waiting = gateway.pairs(service, rollout);
        if (waiting.isEmpty()) {
            return;
        }
        try {
            labels.keep(service, waiting);
            gateway.kept(service, rollout, waiting);
        } catch (IOException e) {
            LOG.warn(
                    "{}: what the candidate in shadow said in rollout {} was not written down: {}",
                    service,
                    rollout,
                    e.toString());
        }
    }

    private List<Count> counts(ServiceName service, int rollout) {
        if (known.size() > MOST_ROLLOUTS_REMEMBERED) {
            known.clear(); // read again from the checkpoints
        }
        var byGateway = checkpointed(new Key(service, rollout));
        gateway.count(service, rollout)
                .ifPresent(c -> byGateway.merge(c.gateway(), c, EvidenceDesk::later));
        return new ArrayList<>(byGateway.values());
    }

    /// What could not be read is not taken for nothing: it is read again at the next question.
    private Map<String, Count> checkpointed(Key key) {
        var found = known.get(key);
        if (found != null) {
            return found;
        }
        var byGateway = new ConcurrentHashMap<String, Count>();
        try {
            checkpoints
                    .of(key.service(), key.rollout())
                    .forEach(c -> byGateway.put(c.gateway(), c));
            var earlier = known.putIfAbsent(key, byGateway);
            return earlier != null ? earlier : byGateway;
        } catch (IOException e) {
            LOG.error(
                    "{}: checkpoints of rollout {} cannot be read",
                    key.service(),
                    key.rollout(),
                    e);
            return byGateway;
        }
    }

    private Tally wrong(ServiceName service, int rollout) {
        try {
            return labels.tally(service, rollout);
        } catch (IOException e) {
            LOG.error("{}: labels of rollout {} cannot be read", service, rollout, e);
            return Tally.EMPTY; // the quality guards are blind, which is the truth
        }
    }

    private Pairs pairs(ServiceName service, int rollout) {
        try {
            return labels.pairs(service, rollout);
        } catch (IOException e) {
            LOG.error("{}: labelled pairs of rollout {} cannot be read", service, rollout, e);
            return Pairs.NONE;
        }
    }

    private long labelled(ServiceName service, Rollout rollout) {
        try {
            var release = rollout.candidate().number();
            return labels.judged(service, rollout.number(), release).labelled();
        } catch (IOException e) {
            LOG.error("{}: labels of rollout {} cannot be read", service, rollout.number(), e);
            return 0;
        }
    }

    private static Count later(Count a, Count b) {
        return a.sequence() >= b.sequence() ? a : b;
    }

    private static Count.ColumnSeen sum(Count.ColumnSeen a, Count.ColumnSeen b) {
        return new Count.ColumnSeen(
                a.tensor(),
                a.index(),
                a.column(),
                a.seen() + b.seen(),
                a.outside() + b.outside(),
                Math.min(a.least(), b.least()),
                Math.max(a.greatest(), b.greatest()));
    }
}
