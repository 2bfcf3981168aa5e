package lastgood.core.guard;

import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import lastgood.core.guard.Tally.KeyMap;
import lastgood.core.prediction.Arm;

/// Turns a [Tally] into independent units, the only thing the tests may count.
///
/// Requests of one sticky user are not independent: they share a user, and retries share a fault. So a key slot is one
/// unit, in the first step in which either arm saw it, and its loss is that of its *first* request there:
///
/// - A key that moves from live to the candidate when the share grows is not counted again. In its first step a key was
///   on one side by the step's share alone, and both sides had the same time to be seen, so nothing here grows with how
///   long a key has been a candidate.
/// - The first request, not the worst: the chance that one of n requests is bad grows with n, and would hold a limit of
///   1 % of requests against users who send twenty of them.
/// - More of live's keys share a slot than of the candidate's, so slots come in another proportion than keys. Of the
///   side that has too many for the step's share, each counts for a little less. That costs a few units where there
///   are few, and stays right when the maps are full.
///
/// Bad events that are compared by their ratio alone ([#badEvents]) may be waited for: a key goes bad once in a rollout,
/// with the share of the step in which it did, if neither arm saw it bad before. If both releases are alike, when a key
/// goes bad says nothing of its side, so the side is still a draw with that step's share. If the candidate is worse
/// within the ratio, more of its keys have gone bad already and fewer are left: the test errs to its favour. Keys are
/// estimated from slots (K. Whang and others: A linear-time probabilistic counting algorithm, 1990).
final class Units {
    /// With fewer free slots than this part, how many keys have set the others is anybody's guess.
    private static final double LEAST_FREE = .05;

    private Units() {}

    /// Both arms of each step but the bake.
    static List<Step> beside(Tally tally, List<Double> shares) {
        return steps(
                shares,
                (step, share) -> {
                    var before = earlier(tally, step, KeyMap::seen);
                    var keyed =
                            new Step(
                                    share,
                                    keyed(map(tally, step, Arm.CANDIDATE), before),
                                    keyed(map(tally, step, Arm.LIVE), before));
                    return plain(tally, step, share).plus(keyed.balanced());
                });
    }

    /// Only the bad events of each step but the bake.
    static List<Step> badEvents(Tally tally, List<Double> shares) {
        return steps(
                shares,
                (step, share) -> {
                    var before = earlier(tally, step, KeyMap::bad);
                    double candidate = keys(map(tally, step, Arm.CANDIDATE).bad(), before);
                    double live = keys(map(tally, step, Arm.LIVE).bad(), before);
                    var plain = plain(tally, step, share).onlyBad();
                    return Double.isFinite(candidate + live)
                            ? plain.plus(new Step(share, Cell.of(candidate, 0), Cell.of(live, 0)))
                            : plain;
                });
    }

    /// The candidate by itself in the steps from `first` to `last`: a key counts where the candidate first saw it.
    static Cell alone(Tally tally, int first, int last) {
        var before = new BitSet();
        var sum = Cell.EMPTY;
        for (int step = first; step <= last; step++) {
            var map = map(tally, step, Arm.CANDIDATE);
            sum = sum.plus(plain(tally, new Place(step, Arm.CANDIDATE))).plus(keyed(map, before));
            before.or(map.seen());
        }
        return sum;
    }

    private static List<Step> steps(List<Double> shares, BiFunction<Integer, Double, Step> count) {
        return IntStream.range(0, shares.size() - 1)
                .mapToObj(step -> count.apply(step, shares.get(step)))
                .toList();
    }

    private static Step plain(Tally tally, int step, double share) {
        return new Step(
                share,
                plain(tally, new Place(step, Arm.CANDIDATE)),
                plain(tally, new Place(step, Arm.LIVE)));
    }

    private static Cell plain(Tally tally, Place place) {
        var cell = Cell.EMPTY;
        for (var entry : tally.units().entrySet()) {
            var unit = entry.getKey();
            if (unit.place().equals(place)) {
                cell = cell.plus((double) unit.bad() / unit.rows(), entry.getValue());
            }
        }
        return cell;
    }

    private static Cell keyed(KeyMap map, BitSet before) {
        int bad = without(map.first(), before).cardinality();
        return Cell.of(bad, without(map.seen(), before).cardinality() - bad);
    }

    private static KeyMap map(Tally tally, int step, Arm arm) {
        return tally.keys().getOrDefault(new Place(step, arm), KeyMap.EMPTY);
    }

    /// The slots that either arm had in an earlier step.
    private static BitSet earlier(Tally tally, int step, Function<KeyMap, BitSet> which) {
        var before = new BitSet();
        tally.keys().headMap(new Place(step, Arm.LIVE)).values().stream()
                .map(which)
                .forEach(before::or);
        return before;
    }

    /// How many keys have set these slots, if those set before could not show one more; infinite: too many to tell.
    private static double keys(BitSet slots, BitSet before) {
        double free = KeyMap.SLOTS - before.cardinality();
        double left = free - without(slots, before).cardinality();
        return left > LEAST_FREE * KeyMap.SLOTS
                ? Math.rint(-KeyMap.SLOTS * Math.log(left / free))
                : Double.POSITIVE_INFINITY;
    }

    private static BitSet without(BitSet slots, BitSet taken) {
        var rest = (BitSet) slots.clone();
        rest.andNot(taken);
        return rest;
    }
}
