package lastgood.gateway.routing;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

/// The built-in limit on errors, watched inside the gateway: it trips after a handful of requests and needs nobody.
///
/// It counts one rollout's candidate since this process started, a sticky user by the first request alone, as all tests
/// do.
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
    private final BitSet keys = new BitSet();
    private long good;
    private long bad;
    private boolean tripped;

    public HardLimit(Route.Veto veto) {
        this.veto = veto;
    }

    public Route.Veto veto() {
        return veto;
    }

    /// One more outcome. The reading is there once: with the outcome that breaks the limit.
    public synchronized Optional<Reading> note(boolean failed, OptionalInt keySlot) {
        if (tripped || !isNew(keySlot)) {
            return Optional.empty();
        }
        if (!failed) {
            good++;
            return Optional.empty();
        }
        bad++;
        if ((double) bad / (bad + good) <= RATE) {
            return Optional.empty(); // no rate beyond the limit explains this better
        }
        var reading = reading();
        tripped = reading.verdict() instanceof Verdict.Tripped;
        return tripped ? Optional.of(reading) : Optional.empty();
    }

    private boolean isNew(OptionalInt keySlot) {
        if (keySlot.isEmpty()) {
            return true;
        }
        boolean isNew = !keys.get(keySlot.getAsInt());
        keys.set(keySlot.getAsInt());
        return isNew;
    }

    private Reading reading() {
        var errors =
                Tally.EMPTY
                        .plus(new Tally.Unit(PLACE, 1, 1), bad)
                        .plus(new Tally.Unit(PLACE, 0, 1), good);
        var evidence = new Evidence(Map.of(), Map.of(new Signal.Errors(), errors));
        return Judge.read(ALL_FAMILIES, ALONE, evidence).getFirst();
    }

    private static Guard line(Metric metric, Bound bound) {
        return new Guard(metric.text(), metric, bound, false, 0, false);
    }
}
