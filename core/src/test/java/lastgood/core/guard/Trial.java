package lastgood.core.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lastgood.core.prediction.Arm;

/// A rollout played with releases whose true rates are known: every request goes to the candidate with its share, and
/// all guards are read after every fifth of the candidate's.
final class Trial {
    private static final int LOOK = 5;

    private final GuardSet set;
    private final Signal signal;
    private final List<Double> shares;
    private final double live;
    private final double candidate;
    private final SplittableRandom random;
    private final SortedMap<Tally.Unit, Long> counted = new TreeMap<>();
    private final SortedMap<Tally.Unit, Long> allGood = new TreeMap<>();
    private List<Ceiling> ceilings = List.of();
    private int step;

    /// @param signal which of the set's signals is bad with these rates; the others are never bad
    Trial(
            GuardSet set,
            Signal signal,
            List<Double> shares,
            double live,
            double candidate,
            SplittableRandom random) {
        this.set = set;
        this.signal = signal;
        this.shares = shares;
        this.live = live;
        this.candidate = candidate;
        this.random = random;
    }

    /// How many units the candidate got until a guard tripped, or -1 if none did within `most`; it does not leave its
    /// step.
    int unitsToTrip(int most) {
        for (int units = LOOK; units <= most; units += LOOK) {
            serve();
            if (isTripped()) {
                return units;
            }
        }
        return -1;
    }

    /// How many units the candidate got until it was let out of its step, at the earliest at `least`, or -1 if it was not
    /// within `most` or tripped before.
    int unitsToLeave(int least, int most) {
        for (int units = LOOK; units <= most; units += LOOK) {
            serve();
            var readings = read();
            if (isTripped(readings)) {
                return -1;
            }
            if (units >= least && readings.stream().allMatch(Reading::letsAdvance)) {
                return units;
            }
        }
        return -1;
    }

    void nextStep() {
        step++;
        if (step == shares.size() - 1) {
            ceilings = Judge.ceilings(set, situation(), evidence());
        }
    }

    boolean isTripped() {
        return isTripped(read());
    }

    List<Reading> read() {
        return Judge.read(set, situation(), evidence());
    }

    private static boolean isTripped(List<Reading> readings) {
        return readings.stream().anyMatch(r -> r.verdict() instanceof Verdict.Tripped);
    }

    private void serve() {
        int served = 0;
        while (served < LOOK) {
            boolean isCandidate = random.nextDouble() < shares.get(step);
            boolean isBad = random.nextDouble() < (isCandidate ? candidate : live);
            var place = new Place(step, isCandidate ? Arm.CANDIDATE : Arm.LIVE);
            counted.merge(new Tally.Unit(place, isBad ? 1 : 0, 1), 1L, Long::sum);
            allGood.merge(new Tally.Unit(place, 0, 1), 1L, Long::sum);
            served += isCandidate ? 1 : 0;
        }
    }

    private Situation situation() {
        return new Situation(shares, step, true, ceilings, Set.of());
    }

    private Evidence evidence() {
        var tallies = new HashMap<Signal, Tally>();
        set.signals().forEach(s -> tallies.put(s, new Tally(allGood, new TreeMap<>())));
        var tally = new Tally(counted, new TreeMap<>());
        tallies.put(signal, tally);
        if (signal instanceof Signal.Errors) {
            tallies.put(new Signal.OwnErrors(), tally);
        }
        return new Evidence(Map.of(), tallies);
    }
}
