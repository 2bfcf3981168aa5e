package lastgood.gateway.routing;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import lastgood.core.guard.Bound;
import lastgood.core.guard.Evidence;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Judge;
import lastgood.core.guard.Metric;
import lastgood.core.guard.Place;
import lastgood.core.guard.Reading;
import lastgood.core.guard.Signal;
import lastgood.core.guard.Situation;
import lastgood.core.guard.Tally;
import lastgood.core.guard.Verdict;
import lastgood.core.prediction.Arm;
import lastgood.core.rollout.Route;

/// The built-in limit on a release's own errors, watched inside the gateway: it trips after a handful of requests and needs nobody.
///
/// It counts one rollout's candidate since this process started, and is judged by the same code as control's guards.
public final class HardLimit {
    /// A gateway does not know which other guards share the error budget. One of each family leaves the hard limit its
    /// smallest part, so it never trips too early.
    private static final GuardSet ALL_FAMILIES =
            new GuardSet(
                    List.of(
                            line(Metric.HTTP_ERROR_RATE, new Bound.Limit(1)),
                            line(Metric.FEATURES_INVALID, new Bound.Limit(1)),
                            line(Metric.LATENCY_P99, new Bound.Within(Duration.ofDays(1))),
                            line(Metric.QUALITY_ERROR_RATE, new Bound.Limit(1))));

    private static final Situation ALONE =
            new Situation(List.of(1.0), 0, false, List.of(), Set.of());
    private static final Place PLACE = new Place(0, Arm.CANDIDATE);

    private static final double RATE =
            Guard.HARD_LIMIT.bound() instanceof Bound.Limit(var rate) ? rate : 0;

    private final Route.Veto veto;
    private final BitSet seen = new BitSet();
    private final BitSet badKeys = new BitSet();
    private final BitSet badFirst = new BitSet();
    private long goodOfKeys;
    private long good;
    private long bad;
    private boolean tripped;

    public HardLimit(Route.Veto veto) {
        this.veto = veto;
    }

    public Route.Veto veto() {
        return veto;
    }

    /// One more outcome that is a unit of [Signal.OwnErrors]. The reading is there once: with the outcome that breaks the limit.
    public synchronized Optional<Reading> note(boolean failed, OptionalInt keySlot) {
        boolean worse = keySlot.isPresent() ? countKey(keySlot.getAsInt(), failed) : count(failed);
        if (tripped || !worse) {
            return Optional.empty();
        }
        var reading = reading();
        tripped = reading.verdict() instanceof Verdict.Tripped;
        return tripped ? Optional.of(reading) : Optional.empty();
    }

    /// Whether that can have broken the limit. While the plain rate is inside, no rate beyond explains it better.
    private boolean count(boolean failed) {
        bad += failed ? 1 : 0;
        good += failed ? 0 : 1;
        return failed && (!seen.isEmpty() || (double) bad / (bad + good) > RATE);
    }

    /// A sticky user who retries is bad once.
    private boolean countKey(int slot, boolean failed) {
        boolean isFirst = !seen.get(slot);
        boolean wasBad = badKeys.get(slot);
        seen.set(slot);
        if (failed && !wasBad) {
            badKeys.set(slot);
            badFirst.set(slot, isFirst);
        }
        goodOfKeys += failed || wasBad ? 0 : 1;
        return failed && !wasBad;
    }

    private Reading reading() {
        var units = new TreeMap<Tally.Unit, Long>();
        units.put(new Tally.Unit(PLACE, 1, 1), bad);
        units.put(new Tally.Unit(PLACE, 0, 1), good);
        var keys = new TreeMap<Place, Tally.KeyMap>();
        keys.put(PLACE, new Tally.KeyMap(seen, badKeys, badFirst, goodOfKeys));
        var tallies = Map.<Signal, Tally>of(new Signal.OwnErrors(), new Tally(units, keys));
        return Judge.read(ALL_FAMILIES, ALONE, new Evidence(Map.of(), tallies)).getFirst();
    }

    private static Guard line(Metric metric, Bound bound) {
        return new Guard(metric.text(), metric, bound, false, 0, false);
    }
}
