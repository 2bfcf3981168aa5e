package lastgood.core.guard;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import lastgood.core.guard.Tally.KeyMap;
import lastgood.core.prediction.Arm;

/// Turns a [Tally] into units that may be bet on. A request without a key is one. Requests of a sticky user are not: they
/// share a user, and retries share a fault. So keys are counted in two ways, and half of each bet is on either.
///
/// **First requests** are independent, one a key, in the first step in which either arm saw it:
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
/// **Requests until one is bad** see what goes wrong for users who have been there for long. A key goes bad once in a
/// rollout, with the share of the step in which it did, if neither arm saw it bad before; its good requests count till
/// then. Each is a fair bet, because a good request tells nothing of its key's side to the tests that are given these:
/// if both releases are alike, the side of a key that goes bad is still a draw with that step's share. If the candidate
/// is worse within the bound, more of its keys have gone bad already and fewer are left: the test errs to its favour.
/// Only bets against the candidate use them: of users for whom all is well a few may send most of the requests.
///
/// Keys are estimated from slots (K. Whang and others: A linear-time probabilistic counting algorithm, 1990).
final class Units {
    /// With fewer free slots than this part, how many keys have set the others is anybody's guess.
    private static final double LEAST_FREE = .05;

    private Units() {}

    /// First requests in both arms of each step but the bake.
    static List<Step> first(Tally tally, List<Double> shares) {
        return steps(
                shares,
                (step, share) -> {
                    var before = earlier(tally, step, KeyMap::seen);
                    var keyed =
                            new Step(
                                    share,
                                    first(map(tally, step, Arm.CANDIDATE), before),
                                    first(map(tally, step, Arm.LIVE), before));
                    return plain(tally, step, share).plus(keyed.balanced());
                });
    }

    /// Requests until one is bad, in both arms of each step but the bake.
    static List<Step> untilBad(Tally tally, List<Double> shares) {
        return steps(
                shares,
                (step, share) -> {
                    var before = earlier(tally, step, KeyMap::bad);
                    var candidate = untilBad(map(tally, step, Arm.CANDIDATE), before);
                    var live = untilBad(map(tally, step, Arm.LIVE), before);
                    var plain = plain(tally, step, share);
                    return candidate.isPresent() && live.isPresent()
                            ? plain.plus(new Step(share, candidate.get(), live.get()))
                            : plain;
                });
    }

    /// First requests of one arm by itself in the steps from `first` to `last`: a key counts where it first saw it.
    static Cell firstAlone(Tally tally, Arm arm, int first, int last) {
        var before = new BitSet();
        var sum = Cell.EMPTY;
        for (int step = first; step <= last; step++) {
            var map = map(tally, step, arm);
            sum = sum.plus(plain(tally, step, arm)).plus(first(map, before));
            before.or(map.seen());
        }
        return sum;
    }

    /// Requests to one arm by itself until one is bad.
    static Cell untilBadAlone(Tally tally, Arm arm, int first, int last) {
        var before = new BitSet();
        var sum = Cell.EMPTY;
        for (int step = first; step <= last; step++) {
            var map = map(tally, step, arm);
            sum = sum.plus(plain(tally, step, arm));
            sum = sum.plus(untilBad(map, before).orElse(Cell.EMPTY));
            before.or(map.bad());
        }
        return sum;
    }

    /// How many distinct keys the candidate's requests bore, as far as slots tell; empty: none bore one.
    static OptionalInt keys(Tally tally) {
        var seen = new BitSet();
        tally.keys()
                .forEach((place, map) -> {
                    if (place.arm() == Arm.CANDIDATE) {
                        seen.or(map.seen());
                    }
                });
        return seen.isEmpty() ? OptionalInt.empty() : OptionalInt.of(seen.cardinality());
    }

    private static List<Step> steps(List<Double> shares, BiFunction<Integer, Double, Step> count) {
        return IntStream.range(0, shares.size() - 1)
                .mapToObj(step -> count.apply(step, shares.get(step)))
                .toList();
    }

    private static Step plain(Tally tally, int step, double share) {
        return new Step(share, plain(tally, step, Arm.CANDIDATE), plain(tally, step, Arm.LIVE));
    }

    private static Cell plain(Tally tally, int step, Arm arm) {
        var losses = new TreeMap<Double, Double>();
        tally.units()
                .forEach((unit, n) -> {
                    if (unit.place().step() == step && unit.place().arm() == arm && n > 0) {
                        double loss = (double) unit.bad() / unit.rows();
                        losses.merge(loss, (double) n, Double::sum);
                    }
                });
        return new Cell(losses);
    }

    private static Cell first(KeyMap map, BitSet before) {
        int bad = without(map.first(), before).cardinality();
        return Cell.of(bad, without(map.seen(), before).cardinality() - bad);
    }

    /// Empty: so many keys went bad that nobody can tell how many.
    private static Optional<Cell> untilBad(KeyMap map, BitSet before) {
        double free = KeyMap.SLOTS - before.cardinality();
        double left = free - without(map.bad(), before).cardinality();
        double bad = Math.rint(-KeyMap.SLOTS * Math.log(left / free));
        double good = map.good();
        return left > LEAST_FREE * KeyMap.SLOTS
                ? Optional.of(Cell.of(bad, good))
                : Optional.empty();
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

    private static BitSet without(BitSet slots, BitSet taken) {
        var rest = (BitSet) slots.clone();
        rest.andNot(taken);
        return rest;
    }
}
