package lastgood.gateway.recording;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Tally;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Pair;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Route;

/// What was counted for one rollout since this process started.
public final class RolloutCount {
    private final String boot;
    private final ServiceName service;
    private final int rollout;
    private final Map<Place, Seat> seats = new ConcurrentHashMap<>();
    private final Map<Integer, InputColumns> inputs = new ConcurrentHashMap<>();
    private final ShadowCount shadow = new ShadowCount();
    private final WaitingPairs pairs = new WaitingPairs();
    private long sequence;

    RolloutCount(String boot, ServiceName service, int rollout) {
        this.boot = boot;
        this.service = service;
        this.rollout = rollout;
    }

    /// Where the requests of one step and arm are noted.
    public Seat seat(Route.Watch watch, Arm arm) {
        var place = new Place(watch.step(), arm);
        var found = seats.get(place);
        return found != null ? found : seats.computeIfAbsent(place, p -> new Seat(p, watch));
    }

    /// Where what a candidate in shadow said is held against what live said.
    public ShadowCount shadow() {
        return shadow;
    }

    /// What the candidate said in shadow to a request whose caller may send a label.
    public void pair(Pair pair) {
        pairs.add(pair);
    }

    WaitingPairs pairs() {
        return pairs;
    }

    /// Where the model inputs of one release are noted.
    ///
    /// @param ranges what was recorded in training; only these columns are looked at
    public InputColumns inputs(int release, List<OfflineEvidence.Range> ranges) {
        var found = inputs.get(release);
        return found != null
                ? found
                : inputs.computeIfAbsent(release, _ -> new InputColumns(ranges));
    }

    /// The running totals. A later one has a higher sequence and no smaller number.
    synchronized Count count() {
        var traffic = new HashMap<Place, Count.Traffic>();
        var tallies = new HashMap<Signal, Tally>();
        var columns = new HashMap<Integer, List<Count.ColumnSeen>>();
        seats.forEach((place, seat) -> {
            traffic.put(place, seat.traffic());
            seat.tallies().forEach((s, tally) -> tallies.merge(s, tally, Tally::plus));
        });
        var included =
                seats.values().stream()
                        .map(Seat::included)
                        .reduce(Count.Traffic.NONE, Count.Traffic::plus);
        inputs.forEach((release, seen) -> columns.put(release, seen.seen()));
        return new Count(
                boot,
                ++sequence,
                service,
                rollout,
                traffic,
                tallies,
                columns,
                shadow.compared(),
                Optional.of(included).filter(i -> i.requests() > 0));
    }
}
